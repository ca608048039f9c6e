namespace TinyBase;

/// <summary>Runs after a user has registered; takes a <see cref="UserRegisterEvent"/>.</summary>
public sealed class OnUserRegisterAttribute() : AfterHookAttribute(HookPoint.UserRegister);

/// <summary>Runs before a user is registered and may reject it; takes a <see cref="UserRegisterEvent"/>.</summary>
public sealed class BeforeUserRegisterAttribute() : BeforeHookAttribute(HookPoint.BeforeUserRegister);

/// <summary>Runs after a user has logged in; takes a <see cref="UserLoginEvent"/>. A refresh of tokens is no login.</summary>
public sealed class OnUserLoginAttribute() : AfterHookAttribute(HookPoint.UserLogin);

/// <summary>Runs after a login with a wrong password or an unknown address; takes a <see cref="LoginFailEvent"/>.</summary>
public sealed class OnLoginFailAttribute() : AfterHookAttribute(HookPoint.LoginFail);
