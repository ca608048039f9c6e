using Microsoft.AspNetCore.Http;

using TinyBase.Extensions.Outbox;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Hooks.Endpoints;

/// <summary>All hooks, in the order in which they run.</summary>
internal sealed class ListHooks(HookRegistry registry, HookQueue queue, OutboxStore outbox) : IEndpoint
{
    public Operation Operation { get; } = new("GET", HookAnswers.Path, "admin_list_hooks", Access.Admin);

    public OperationDescription Description => new("List hooks")
    {
        Details = "In the order in which they run, with how they do. Figures count from the start of the server.",
        Answers = [new(200, "The hooks", Shape.Of<HookOverview>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var kept = await outbox.Count(context.RequestAborted).ConfigureAwait(false);
        var hooks = registry.Table.All.OfType<Hook>()
            .OrderBy(hook => hook.Point).ThenBy(hook => hook.Order)
            .Select(hook => HookView.Of(hook, kept.GetValueOrDefault(hook.Id)));
        await Answers.Json(
            context,
            StatusCodes.Status200OK,
            new HookOverview([.. hooks], new HookQueueView(queue.Waiting, HookQueue.MaxWaiting, queue.Dropped)),
            WireJson.Wire.HookOverview).ConfigureAwait(false);
    }
}
