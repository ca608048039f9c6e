using System.Diagnostics.CodeAnalysis;

using Microsoft.Extensions.DependencyInjection;

using TinyBase.Extensions.Hooks;

namespace TinyBase.Hosting;

/// <summary>Adds hooks of the embedding app.</summary>
public static class TinyBaseHooksExtensions
{
    /// <summary>
    /// Adds the methods of a class that have hook attributes, such as <see cref="OnRecordCreateAttribute"/>. The class is made once, with
    /// services of the app; parameters of the methods whose type is a service get it from a scope of their own for each run.
    /// </summary>
    /// <typeparam name="THooks">The class.</typeparam>
    /// <param name="builder">What <c>AddTinyBase</c> gave back.</param>
    /// <returns>The same builder.</returns>
    public static TinyBaseBuilder AddHooks<[DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods)] THooks>(
        this TinyBaseBuilder builder)
        where THooks : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new HookClass(typeof(THooks)));
        return builder;
    }
}
