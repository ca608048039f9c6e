namespace TinyBase.Browser.Tests;

/// <summary>Schedules of every kind, beside the one that the code declares and those of the server.</summary>
internal static class SampleSchedules
{
    public static async Task AddTo(AdminServer server)
    {
        await server.Post("admin/schedules", """{"name": "Wait for the new year", "function_name": "wait", "schedule": {"method": "once", "date": "2099-01-01", "time": "00:00", "timezone": "Asia/Tokyo"}}""");
        await server.Post("admin/schedules", """{"name": "Count at the end of the month, however many records there are by then and whoever looks at it", "function_name": "always_fails", "is_active": false, "schedule": {"method": "cron", "cron": "0 22 L * *"}}""");
        var failing = await server.Post("admin/schedules", """{"name": "Ask what never works", "function_name": "always_fails", "schedule": {"method": "interval", "unit": "hours", "value": 6}}""");
        await server.Post($"admin/schedules/{failing.GetProperty("id").GetString()}/run", "{}");
    }
}
