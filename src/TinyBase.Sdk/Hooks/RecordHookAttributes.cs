namespace TinyBase;

/// <summary>Runs after a record was added; takes a <see cref="RecordCreateEvent"/>.</summary>
/// <param name="collection">The name of the collection; null or <c>*</c> for all.</param>
public sealed class OnRecordCreateAttribute(string? collection = null) : AfterHookAttribute(HookPoint.RecordCreate, collection);

/// <summary>Runs after a record was changed; takes a <see cref="RecordUpdateEvent"/>.</summary>
/// <param name="collection">The name of the collection; null or <c>*</c> for all.</param>
public sealed class OnRecordUpdateAttribute(string? collection = null) : AfterHookAttribute(HookPoint.RecordUpdate, collection);

/// <summary>Runs after a record was deleted; takes a <see cref="RecordDeleteEvent"/>.</summary>
/// <param name="collection">The name of the collection; null or <c>*</c> for all.</param>
public sealed class OnRecordDeleteAttribute(string? collection = null) : AfterHookAttribute(HookPoint.RecordDelete, collection);

/// <summary>
/// Runs before a record is added and may change its fields, add other records or reject it; takes a <see cref="RecordCreateEvent"/>.
/// </summary>
/// <param name="collection">The name of the collection; null or <c>*</c> for all.</param>
public sealed class BeforeRecordCreateAttribute(string? collection = null) : BeforeHookAttribute(HookPoint.BeforeRecordCreate, collection);

/// <summary>
/// Runs before a record is changed and may change its new fields, add other records or reject it; takes a <see cref="RecordUpdateEvent"/>.
/// It runs again where the record changed meanwhile, so it must not mind being repeated.
/// </summary>
/// <param name="collection">The name of the collection; null or <c>*</c> for all.</param>
public sealed class BeforeRecordUpdateAttribute(string? collection = null) : BeforeHookAttribute(HookPoint.BeforeRecordUpdate, collection);

/// <summary>
/// Runs before a record is deleted and may add other records or reject it; takes a <see cref="RecordDeleteEvent"/>.
/// It runs again where the record changed meanwhile, so it must not mind being repeated.
/// </summary>
/// <param name="collection">The name of the collection; null or <c>*</c> for all.</param>
public sealed class BeforeRecordDeleteAttribute(string? collection = null) : BeforeHookAttribute(HookPoint.BeforeRecordDelete, collection);
