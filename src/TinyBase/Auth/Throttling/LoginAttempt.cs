using TinyBase.Hosting.Throttling;

namespace TinyBase.Auth.Throttling;

/// <summary>
/// A password that is being checked. Unless told how it ended before it is disposed of, the password was not checked at all.
/// </summary>
/// <param name="account">The account it is for.</param>
/// <param name="subject">What failures are counted under: the account, or the account from this address.</param>
/// <param name="address">Where it comes from.</param>
/// <param name="isKnown">Whether the account has logged in from there lately.</param>
internal sealed class LoginAttempt(LoginThrottle throttle, UInt128 account, UInt128 subject, ClientAddress address, bool isKnown)
    : IDisposable
{
    private bool _ended;

    public UInt128 Account => account;

    public UInt128 Subject => subject;

    public ClientAddress Address => address;

    public bool IsKnown => isKnown;

    /// <summary>Says how it ended.</summary>
    /// <param name="fits">Whether the password was right.</param>
    public void End(bool fits)
    {
        if (_ended) return;
        _ended = true;
        if (fits) throttle.Succeed(this);
        else throttle.Fail(this);
    }

    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        throttle.GiveUp(this);
    }
}
