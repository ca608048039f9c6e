using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

using TinyBase.Admin;
using TinyBase.Audit.Endpoints;
using TinyBase.Auth.Account;
using TinyBase.Auth.Account.Endpoints;
using TinyBase.Auth.Endpoints;
using TinyBase.Auth.Portal.Endpoints;
using TinyBase.Collections.Endpoints;
using TinyBase.Configuration;
using TinyBase.Extensions.Hooks;
using TinyBase.Extensions.Hooks.Endpoints;
using TinyBase.Extensions.Packages.Endpoints;
using TinyBase.Extensions.Packages.Serving;
using TinyBase.Extensions.Webhooks.Endpoints;
using TinyBase.Functions.Endpoints;
using TinyBase.Hosting.Monitoring;
using TinyBase.Mail.Endpoints;
using TinyBase.Metrics.Endpoints;
using TinyBase.OpenApi;
using TinyBase.Records.Endpoints;
using TinyBase.RequestLog.Endpoints;
using TinyBase.Scheduling.Endpoints;
using TinyBase.Settings.Endpoints;
using TinyBase.Storage;
using TinyBase.Telemetry;

namespace TinyBase.Hosting;

/// <summary>Maps TinyBase into an app.</summary>
public static class TinyBaseEndpointExtensions
{
    /// <summary>
    /// Maps all of TinyBase under a prefix and opens its database. Below a prefix, and below <c>/api</c> where there is none,
    /// unknown paths get TinyBase's answer too.
    /// </summary>
    /// <param name="app">The app.</param>
    /// <param name="prefix">Where, such as <c>/backend</c>. Default: at the root.</param>
    /// <returns>The app's endpoints.</returns>
    /// <exception cref="DatabaseException">The database cannot be used; the message says why.</exception>
    public static IEndpointRouteBuilder MapTinyBase(this IEndpointRouteBuilder app, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(prefix);
        prefix = prefix.TrimEnd('/');
        if (prefix.Length > 0 && prefix[0] != '/') throw new ArgumentException($"A prefix starts with '/', unlike '{prefix}'.", nameof(prefix));

        var runner = app.ServiceProvider.GetRequiredService<EndpointRunner>();
        app.ServiceProvider.GetRequiredService<AppHooks>().Add();
        var endpoints = Endpoints(app.ServiceProvider);
        foreach (var path in endpoints.GroupBy(endpoint => endpoint.Operation.Pattern, StringComparer.Ordinal))
        {
            foreach (var endpoint in path) MapOperation(app, prefix, runner, endpoint);
            // What is the operator's is not there for others, whatever the method.
            if (path.Any(endpoint => endpoint.Operation.Access == Access.Operator)) continue;
            MapWrongMethods(app, prefix, runner, path.Key, [.. path.SelectMany(endpoint => endpoint.Operation.Methods)]);
        }

        MapUnknownPaths(app, prefix.Length > 0 ? prefix : "/api", runner);
        var mountPoint = app.ServiceProvider.GetRequiredService<MountPoint>();
        mountPoint.Prefix = prefix;
        mountPoint.Endpoints = endpoints;
        return app;
    }

    /// <summary>Answers every path that nothing else answers, for an app that is TinyBase and nothing more.</summary>
    /// <param name="app">The app.</param>
    /// <returns>The app's endpoints.</returns>
    public static IEndpointRouteBuilder MapTinyBaseUnknownPaths(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        MapUnknownPaths(app, string.Empty, app.ServiceProvider.GetRequiredService<EndpointRunner>());
        return app;
    }

    private static IEndpoint[] Endpoints(IServiceProvider services) =>
    [
        new GetRoot(),
        GetHealth.Health,
        GetHealth.Healthz,
        Make<GetReady>(services),
        Make<GetPrometheusMetrics>(services),
        Make<GetOpenApi>(services),
        Make<DocsPage>(services),
        DocsFile.Script,
        DocsFile.Style,
        DocsFile.SwaggerScript,
        DocsFile.SwaggerStyle,
        Make<AdminUi>(services),
        Make<PortalUi>(services),
        Make<RequestPasswordReset>(services),
        Make<ConfirmPasswordReset>(services),
        Make<RequestEmailVerification>(services),
        ConfirmEmail.Verification(services.GetRequiredService<AccountTokens>(), services.GetRequiredService<TinyBaseOptions>()),
        Make<RequestEmailChange>(services),
        ConfirmEmail.Change(services.GetRequiredService<AccountTokens>(), services.GetRequiredService<TinyBaseOptions>()),
        Make<GetSetupStatus>(services),
        Make<CompleteSetup>(services),
        Make<PutControlAdmin>(services),
        Make<GetInstanceInfo>(services),
        Make<GetPortalConfig>(services),
        Make<CreatePortalCode>(services),
        Make<RedeemPortalCode>(services),
        Make<GetSettings>(services),
        Make<UpdateSettings>(services),
        Make<ListAuditEntries>(services),
        Make<GetAuditEntry>(services),
        Make<ListRequests>(services),
        Make<GetRequestSummary>(services),
        Make<ListMails>(services),
        Make<SendTestMail>(services),
        Make<ListMailTemplates>(services),
        Make<UpdateMailTemplate>(services),
        Make<ResetMailTemplate>(services),
        Make<PreviewMailTemplate>(services),
        Make<Register>(services),
        Make<Login>(services),
        Make<Me>(services),
        Make<RefreshToken>(services),
        Make<ChangePassword>(services),
        Make<Logout>(services),
        Make<ListSessions>(services),
        Make<EndSession>(services),
        Make<ListUsers>(services),
        Make<CreateUser>(services),
        Make<GetUser>(services),
        Make<UpdateUser>(services),
        Make<DeleteUser>(services),
        Make<ListApplicationTokens>(services),
        Make<CreateApplicationToken>(services),
        Make<GetApplicationToken>(services),
        Make<UpdateApplicationToken>(services),
        Make<RotateApplicationToken>(services),
        Make<RevokeApplicationToken>(services),
        Make<ListCollections>(services),
        Make<CreateCollection>(services),
        Make<GetCollection>(services),
        Make<UpdateCollection>(services),
        Make<DeleteCollection>(services),
        Make<ListRecords>(services),
        Make<CreateRecord>(services),
        Make<GetRecord>(services),
        Make<UpdateRecord>(services),
        Make<DeleteRecord>(services),
        Make<DeleteRecords>(services),
        Make<ImportRecords>(services),
        Make<ListFunctions>(services),
        Make<ListFunctionsForAdmins>(services),
        Make<CallFunction>(services),
        Make<GetFunctionSchema>(services),
        Make<ListFunctionCalls>(services),
        Make<GetFunctionCall>(services),
        Make<GetFunctionCallLog>(services),
        Make<GetFunctionMetrics>(services),
        Make<UploadFunction>(services),
        Make<UploadFunctions>(services),
        Make<ListFunctionVersions>(services),
        Make<GetFunctionSource>(services),
        Make<GetFunctionVersionSource>(services),
        Make<RollBackFunction>(services),
        Make<GetMetrics>(services),
        Make<GetMetricsHistory>(services),
        Make<ListSchedules>(services),
        Make<CreateSchedule>(services),
        Make<PreviewSchedule>(services),
        Make<GetSchedule>(services),
        Make<UpdateSchedule>(services),
        Make<DeleteSchedule>(services),
        Make<RunSchedule>(services),
        Make<ListScheduleRuns>(services),
        Make<ListHooks>(services),
        Make<ListKeptEvents>(services),
        Make<GetKeptEvent>(services),
        Make<RedeliverKeptEvent>(services),
        Make<ListWebhooks>(services),
        Make<CreateWebhook>(services),
        Make<GetWebhook>(services),
        Make<UpdateWebhook>(services),
        Make<DeleteWebhook>(services),
        Make<ListDeliveries>(services),
        Make<GetDelivery>(services),
        Make<RedeliverDelivery>(services),
        Make<TestWebhook>(services),
        Make<ListExtensions>(services),
        Make<CreateExtension>(services),
        Make<UploadExtension>(services),
        Make<PreviewExtension>(services),
        Make<PreviewUpload>(services),
        Make<GetExtension>(services),
        Make<UpdateExtension>(services),
        Make<DeleteExtension>(services),
        Make<UpdateExtensionSettings>(services),
        Make<UpgradeExtension>(services),
        Make<CallExtension>(services),
        Make<GetExtensionPage>(services),
    ];

    private static T Make<T>(IServiceProvider services) => ActivatorUtilities.CreateInstance<T>(services);

    private static void MapOperation(IEndpointRouteBuilder app, string prefix, EndpointRunner runner, IEndpoint endpoint)
    {
        var operation = endpoint.Operation;
        var builder = app.MapMethods(prefix + operation.Pattern, operation.Methods, context => runner.Run(context, endpoint));
        builder.WithMetadata(operation);
        Finish(builder, operation.Pattern, operation.Id);
    }

    /// <summary>The same path with any other method; routing prefers the endpoints that name their method.</summary>
    private static void MapWrongMethods(
        IEndpointRouteBuilder app, string prefix, EndpointRunner runner, string pattern, IReadOnlyList<string> methods)
    {
        var allowed = string.Join(", ", methods.Order(StringComparer.Ordinal));
        Finish(app.Map(prefix + pattern, context => runner.RunWrongMethod(context, allowed)), pattern, "method_not_allowed");
    }

    private static void MapUnknownPaths(IEndpointRouteBuilder app, string below, EndpointRunner runner) =>
        app.Map(below + "/{**path}", runner.RunUnknownPath)
            .WithMetadata(new AllowAnonymousAttribute())
            .WithDisplayName("unknown_path")
            .WithOrder(int.MaxValue);

    private static void Finish(IEndpointConventionBuilder builder, string pattern, string name)
    {
        // TinyBase checks who may call; a fallback policy of the host is not for its endpoints.
        builder.WithMetadata(new AllowAnonymousAttribute()).WithDisplayName(name);
        // The host's own root and health check come first.
        if (!pattern.StartsWith("/api", StringComparison.Ordinal)) builder.WithOrder(1);
    }
}
