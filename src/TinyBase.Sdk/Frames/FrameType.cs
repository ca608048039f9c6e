namespace TinyBase.Sdk.Frames;

/// <summary>What a frame between server and worker is.</summary>
internal enum FrameType : byte
{
    /// <summary>Worker to server, once and first: the metadata.</summary>
    Hello = 1,

    /// <summary>Server to worker: run the function.</summary>
    Call = 2,

    /// <summary>Server to worker: the call is to stop.</summary>
    Cancel = 3,

    /// <summary>Worker to server: how a call ended.</summary>
    Result = 4,

    /// <summary>Worker to server: a line of a call's log.</summary>
    Log = 5,

    /// <summary>Worker to server: a request of a call's client.</summary>
    Request = 6,

    /// <summary>Server to worker: the answer to it.</summary>
    Response = 7,
}
