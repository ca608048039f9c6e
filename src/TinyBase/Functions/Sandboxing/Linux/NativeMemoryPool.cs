using System.Runtime.InteropServices;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>Unmanaged memory that is freed together.</summary>
internal sealed unsafe class NativeMemoryPool : IDisposable
{
    private readonly List<nint> _blocks = [];

    /// <summary>Zeroed bytes.</summary>
    public byte* Bytes(int count)
    {
        var block = (byte*)NativeMemory.AllocZeroed((nuint)count);
        _blocks.Add((nint)block);
        return block;
    }

    /// <summary>UTF-8, ended by a zero.</summary>
    public byte* Text(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        if (bytes.Contains((byte)0)) throw new SandboxException("A path, an argument or a variable of a program may not contain a zero character.");
        var block = Bytes(bytes.Length + 1);
        bytes.CopyTo(new Span<byte>(block, bytes.Length));
        return block;
    }

    /// <summary>Pointers to texts, ended by a null.</summary>
    public byte** Texts(string[] texts)
    {
        var block = (byte**)Bytes((texts.Length + 1) * sizeof(nint));
        for (var i = 0; i < texts.Length; i++) block[i] = Text(texts[i]);
        return block;
    }

    /// <summary>Numbers, ended by two zeros.</summary>
    public ulong* Numbers(ulong[] numbers)
    {
        var block = (ulong*)Bytes((numbers.Length + 2) * sizeof(ulong));
        numbers.CopyTo(new Span<ulong>(block, numbers.Length));
        return block;
    }

    /// <summary>struct sock_fprog: how many instructions, and where.</summary>
    public byte* Filter(ulong[] instructions)
    {
        var code = Bytes(instructions.Length * sizeof(ulong));
        instructions.CopyTo(new Span<ulong>(code, instructions.Length));
        var program = Bytes(2 * sizeof(nint));
        *(ushort*)program = (ushort)instructions.Length;
        ((byte**)program)[1] = code;
        return program;
    }

    public void Dispose()
    {
        foreach (var block in _blocks) NativeMemory.Free((void*)block);
        _blocks.Clear();
    }
}
