using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TinyBase.Storage;

/// <summary>Encrypts what is kept in the database and must not be read from it, with a key that lies beside the database and not in it (AES-256-GCM).</summary>
internal sealed class SecretKey(string databasePath)
{
    /// <summary>What the file is called, behind the name of the database.</summary>
    public const string Suffix = ".secrets";

    private const int KeyBytes = 32;

    private readonly string _path = databasePath + Suffix;
    private readonly Lock _gate = new();
    private byte[]? _key;

    /// <summary>Encrypts a secret.</summary>
    /// <param name="name">What it is the secret of; it can be decrypted as that only.</param>
    /// <param name="secret">The secret.</param>
    public string Encrypt(string name, string secret)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        Span<byte> whole = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + plain.Length];
        var (nonce, tag, cipher) = Split(whole);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(Key(), AesGcm.TagByteSizes.MaxSize);
        aes.Encrypt(nonce, plain, cipher, tag, Encoding.UTF8.GetBytes(name));
        return Convert.ToBase64String(whole);
    }

    /// <summary>Decrypts a secret.</summary>
    /// <returns>Null if it was encrypted with another key, or as something else.</returns>
    public string? Decrypt(string name, string encrypted)
    {
        try
        {
            Span<byte> whole = Convert.FromBase64String(encrypted);
            if (whole.Length < AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize) return null;
            var (nonce, tag, cipher) = Split(whole);
            var plain = new byte[cipher.Length];
            using var aes = new AesGcm(Key(), AesGcm.TagByteSizes.MaxSize);
            aes.Decrypt(nonce, cipher, tag, plain, Encoding.UTF8.GetBytes(name));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>How many bytes of UTF-8 an encrypted secret has, which can be told without the key; less than 0 if it is none.</summary>
    public static int Length(string encrypted) =>
        Base64.IsValid(encrypted, out var whole) ? whole - AesGcm.NonceByteSizes.MaxSize - AesGcm.TagByteSizes.MaxSize : -1;

    private static Parts Split(Span<byte> whole)
    {
        var (nonce, tag) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        return new Parts(whole[..nonce], whole.Slice(nonce, tag), whole[(nonce + tag)..]);
    }

    private byte[] Key()
    {
        lock (_gate) return _key ??= Load();
    }

    private byte[] Load()
    {
        if (File.Exists(_path)) return Read();
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        OwnerOnlyFile.Write(_path, Encoding.ASCII.GetBytes(Convert.ToBase64String(key)));
        return key;
    }

    private byte[] Read()
    {
        var key = new byte[KeyBytes];
        return Convert.TryFromBase64String(File.ReadAllText(_path).Trim(), key, out var read) && read == KeyBytes
            ? key
            : throw new DatabaseException($"{_path} does not hold a key for secrets. Restore it, or delete it and save the secrets again.");
    }

    private readonly ref struct Parts(Span<byte> nonce, Span<byte> tag, Span<byte> cipher)
    {
        private readonly Span<byte> _nonce = nonce;
        private readonly Span<byte> _tag = tag;
        private readonly Span<byte> _cipher = cipher;

        public void Deconstruct(out Span<byte> nonce, out Span<byte> tag, out Span<byte> cipher)
        {
            nonce = _nonce;
            tag = _tag;
            cipher = _cipher;
        }
    }
}
