using System.Reflection;

using Microsoft.Extensions.DependencyInjection;

using TinyBase.Hosting;

namespace TinyBase.Extensions.Hooks;

/// <summary>
/// All hooks and webhooks that there are. Each source, be it the embedding app or an extension, brings its own and takes them along
/// when it goes, at run time; who looks something up sees either all of a source or nothing.
/// </summary>
internal sealed class HookRegistry(TimeProvider clock)
{
    /// <summary>The source of the classes that the embedding app adds.</summary>
    public const string App = "app";

    private static readonly TimeSpan BeforeTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterTimeout = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private volatile HookTable _table = HookTable.Empty;

    /// <summary>Raised after subscribers were added or removed.</summary>
    public event Action? Changed;

    /// <summary>The hooks as they are now.</summary>
    public HookTable Table => _table;

    /// <summary>Makes the hooks of some classes, each made once with services, without adding them yet.</summary>
    /// <param name="source">Whose they are; the name of an extension.</param>
    /// <param name="classes">Classes with methods that have hook attributes.</param>
    /// <param name="services">Where their services come from.</param>
    /// <param name="watch">Watches the calls of the hooks.</param>
    /// <returns>The source, to be added, and disposed when it goes.</returns>
    /// <exception cref="UnsupportedHookException">A class cannot be made or a method cannot be called.</exception>
    public HookSource Make(string source, IReadOnlyList<Type> classes, IServiceProvider services, ICallWatch watch)
    {
        var scope = services.CreateAsyncScope();
        try
        {
            var isService = services.GetRequiredService<IServiceProviderIsService>();
            var added = new List<Subscriber>();
            var instances = new List<object>();
            foreach (var type in classes)
            {
                var methods = HookMethod.Of(type, each => each == typeof(IServiceProvider) || isService.IsService(each));
                var instance = methods.All(method => method.Method.IsStatic) ? null : Make(type, scope.ServiceProvider);
                if (instance is not null) instances.Add(instance);
                added.AddRange(methods.Select(method => Describe(source, method, instance, services, watch)));
            }

            if (added.GroupBy(hook => hook.Id).FirstOrDefault(same => same.Count() > 1) is { } clash)
            {
                throw new UnsupportedHookException($"Two hooks are {clash.Key}; give their methods different names.");
            }

            return new HookSource(this, added, instances, scope, clock);
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    /// <summary>Adds the hooks of a source.</summary>
    public void Add(HookSource source) => Swap(all => [.. all, .. source.Subscribers]);

    /// <summary>Replaces the subscribers of a source that are not methods.</summary>
    public void Put(string source, IReadOnlyList<Subscriber> subscribers)
    {
        var gone = Table.All.Where(subscriber => subscriber.Source == source).ToList();
        Swap(all => [.. all.Where(subscriber => subscriber.Source != source), .. subscribers]);
        foreach (var subscriber in gone) subscriber.IsRemoved = true;
    }

    /// <summary>Has a subscriber look for events that are kept for it.</summary>
    public void Wake(string subscriberId) => Table.All.FirstOrDefault(subscriber => subscriber.Id == subscriberId)?.Signal.Give();

    internal void Remove(IReadOnlyList<Subscriber> subscribers)
    {
        Swap(all => [.. all.Except(subscribers)]);
        foreach (var subscriber in subscribers) subscriber.IsRemoved = true;
    }

    private void Swap(Func<IReadOnlyList<Subscriber>, List<Subscriber>> change)
    {
        lock (_gate) _table = new HookTable(change(_table.All));
        Changed?.Invoke();
    }

    private Hook Describe(string source, HookMethod method, object? instance, IServiceProvider services, ICallWatch watch)
    {
        var attribute = method.Attribute;
        return new Hook(method, instance, services, watch)
        {
            Health = new HookHealth(clock),
            Id = $"{source}/{method.Name}/{attribute.Point.Name()}{(attribute.Filter is { } filter ? "/" + filter : string.Empty)}",
            Name = method.Name,
            Source = source,
            Point = attribute.Point,
            Filter = attribute.Filter,
            Order = attribute.Order,
            Timeout = attribute.TimeoutSeconds > 0 ? TimeSpan.FromSeconds(attribute.TimeoutSeconds)
                : attribute.Point.IsBefore() ? BeforeTimeout
                : AfterTimeout,
            IsDurable = attribute is AfterHookAttribute { Durable: true },
        };
    }

    private static object Make(Type type, IServiceProvider services)
    {
        try
        {
            return ActivatorUtilities.CreateInstance(services, type);
        }
        catch (Exception error)
        {
            var cause = error is TargetInvocationException { InnerException: { } inner } ? inner : error;
            throw new UnsupportedHookException($"{type.Name} cannot be made for its hooks: {cause.Message}", cause);
        }
    }
}
