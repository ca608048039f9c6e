using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

using TinyBase.Admin;
using TinyBase.Audit.Endpoints;
using TinyBase.Auth;
using TinyBase.Auth.Endpoints;
using TinyBase.Auth.Portal.Endpoints;
using TinyBase.Collections;
using TinyBase.Collections.DryRuns;
using TinyBase.Extensions.Hooks.Endpoints;
using TinyBase.Extensions.Packages.Endpoints;
using TinyBase.Extensions.Webhooks.Endpoints;
using TinyBase.Functions.Endpoints;
using TinyBase.Hosting.Control;
using TinyBase.Hosting.Monitoring;
using TinyBase.Mail;
using TinyBase.Mail.Endpoints;
using TinyBase.Metrics;
using TinyBase.Metrics.Endpoints;
using TinyBase.RequestLog.Endpoints;
using TinyBase.Scheduling;
using TinyBase.Scheduling.Endpoints;
using TinyBase.Settings.Endpoints;

namespace TinyBase.Hosting;

/// <summary>
/// How answers are written: compact, snake_case, UTF-8 unescaped. It is TinyBase's own, so that the JSON settings of the
/// host app are neither used nor changed.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(SystemRoot))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(SetupStatus))]
[JsonSerializable(typeof(AdminPut))]
[JsonSerializable(typeof(ControlFile))]
[JsonSerializable(typeof(Registered))]
[JsonSerializable(typeof(LoggedIn))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(UserView))]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(ApplicationTokenView))]
[JsonSerializable(typeof(ApplicationTokenList))]
[JsonSerializable(typeof(CreatedApplicationToken))]
[JsonSerializable(typeof(TokenScopes))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(InstanceInfo))]
[JsonSerializable(typeof(PortalView))]
[JsonSerializable(typeof(PortalState))]
[JsonSerializable(typeof(PortalCode))]
[JsonSerializable(typeof(AuditList))]
[JsonSerializable(typeof(RequestList))]
[JsonSerializable(typeof(RequestSummaryView))]
[JsonSerializable(typeof(RenderedMail))]
[JsonSerializable(typeof(MailList))]
[JsonSerializable(typeof(MailTemplateView))]
[JsonSerializable(typeof(MailTemplateList))]
[JsonSerializable(typeof(RateLimited))]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(CollectionView))]
[JsonSerializable(typeof(IReadOnlyList<CollectionView>))]
[JsonSerializable(typeof(DryRunView))]
[JsonSerializable(typeof(IReadOnlyList<FunctionView>))]
[JsonSerializable(typeof(IReadOnlyList<FunctionAdminView>))]
[JsonSerializable(typeof(FunctionSchemaView))]
[JsonSerializable(typeof(FunctionCallAnswer))]
[JsonSerializable(typeof(FunctionCallList))]
[JsonSerializable(typeof(FunctionCallDetails))]
[JsonSerializable(typeof(FunctionLogLineView))]
[JsonSerializable(typeof(FunctionMetrics))]
[JsonSerializable(typeof(MetricsSnapshot))]
[JsonSerializable(typeof(FunctionUploadView))]
[JsonSerializable(typeof(IReadOnlyList<FunctionUploadView>))]
[JsonSerializable(typeof(IReadOnlyList<FunctionVersionView>))]
[JsonSerializable(typeof(FunctionSourceView))]
[JsonSerializable(typeof(FunctionVersionSource))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(ScheduleView))]
[JsonSerializable(typeof(ScheduleList))]
[JsonSerializable(typeof(ScheduleRunView))]
[JsonSerializable(typeof(ScheduleRunList))]
[JsonSerializable(typeof(SchedulePreview))]
[JsonSerializable(typeof(CronPlanView))]
[JsonSerializable(typeof(MetricsHistoryView))]
[JsonSerializable(typeof(HookOverview))]
[JsonSerializable(typeof(KeptEventList))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(WebhookWithSecret))]
[JsonSerializable(typeof(DeliveryList))]
[JsonSerializable(typeof(ExtensionView))]
[JsonSerializable(typeof(ExtensionList))]
[JsonSerializable(typeof(ExtensionPreview))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>Answers go to JSON readers, never into HTML as they stand, and have <c>nosniff</c>.</summary>
    public static WireJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

/// <summary>An answer that only says what was done.</summary>
internal sealed record Message([property: JsonPropertyName("message")] string Text);

/// <summary>The answer to one request too many.</summary>
internal sealed record RateLimited(string Error, string Detail);
