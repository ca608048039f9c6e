using TinyBase.Storage;

namespace TinyBase.Functions.Calls;

/// <summary>What is written for each call: statements that the connection keeps, as to compile them anew takes longer than to run them.</summary>
internal static class CallStatements
{
    private const string EndCall =
        """
        INSERT INTO _function_call (
          id, function_name, status, trigger_type, trigger_id, requested_by, principal, version_id, started_at, finished_at,
          duration_ms, input_bytes, output_bytes, error_type, error_message, error_stack, payload, result)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
        ON CONFLICT (id) DO UPDATE SET
          status = excluded.status, finished_at = excluded.finished_at, duration_ms = excluded.duration_ms,
          output_bytes = excluded.output_bytes, error_type = excluded.error_type, error_message = excluded.error_message,
          error_stack = excluded.error_stack, result = excluded.result
        """;

    private const string AddLogLine =
        "INSERT INTO _function_log (call_id, line, level, logged_at, message, fields) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

    private const string CountExecution = "UPDATE _function_version SET execution_count = execution_count + 1 WHERE id = ?1";

    /// <summary>Writes how a call ended, in the place of its row if it has one.</summary>
    public static void End(Connection connection, FunctionCall call)
    {
        var statement = connection.Prepare(EndCall);
        statement.Bind(1, call.Id);
        statement.Bind(2, call.FunctionName);
        statement.Bind(3, call.Status);
        statement.Bind(4, call.TriggerType);
        statement.Bind(5, call.TriggerId);
        statement.Bind(6, call.RequestedBy);
        statement.Bind(7, call.Principal);
        statement.Bind(8, call.VersionId);
        statement.Bind(9, call.StartedAt);
        statement.Bind(10, call.FinishedAt);
        statement.Bind(11, call.DurationMs);
        statement.Bind(12, call.InputBytes);
        statement.Bind(13, call.OutputBytes);
        statement.Bind(14, call.ErrorType);
        statement.Bind(15, call.ErrorMessage);
        statement.Bind(16, call.ErrorStack);
        statement.Bind(17, call.Payload);
        statement.Bind(18, call.Result);
        statement.Run();
    }

    /// <summary>Writes a line of the log of a call.</summary>
    public static void AddLine(Connection connection, string callId, CallLogLine line)
    {
        var statement = connection.Prepare(AddLogLine);
        statement.Bind(1, callId);
        statement.Bind(2, line.Number);
        statement.Bind(3, line.Level);
        statement.Bind(4, Timestamps.ToText(line.Time));
        statement.Bind(5, line.Message);
        statement.Bind(6, line.Fields);
        statement.Run();
    }

    /// <summary>Counts a call of an uploaded version.</summary>
    public static void CountVersion(Connection connection, string versionId)
    {
        var statement = connection.Prepare(CountExecution);
        statement.Bind(1, versionId);
        statement.Run();
    }
}
