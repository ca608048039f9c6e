using Microsoft.AspNetCore.Routing;

using Shouldly;

namespace TinyBase.Server.Tests.Hosting;

/// <summary>Who may do what: every operation with every kind of caller and, where there are any, under the access rules.</summary>
public static class EndpointMatrix
{
    /// <summary>
    /// The statuses that callers get. <c>owner</c> is a user who owns the record if it is <c>owned</c>, and <c>other</c> another
    /// one; an <c>orphan</c> has no owner. Instead of a record it can be a <c>session</c> of the owner, an
    /// application <c>token</c>, or another <c>user</c>.
    /// Operations that the access rules do not mention are public. A program with an application token is an admin where the last
    /// column, which can be left out, does not say otherwise.
    /// </summary>
    private const string Expected =
        """
        operation                      access                      record  anonymous owner other admin program
        system_get_root                -                           -             200   200   200   200
        system_get_health              -                           -             200   200   200   200
        system_get_healthz             -                           -             200   200   200   200
        system_get_ready               -                           -             200   200   200   200
        system_get_metrics             -                           -             401   403   403   200
        system_get_openapi             -                           -             200   200   200   200
        system_get_docs_page           -                           -             200   200   200   200
        system_get_docs_script         -                           -             200   200   200   200
        system_get_docs_style          -                           -             200   200   200   200
        system_get_swagger_script      -                           -             200   200   200   200
        system_get_swagger_style       -                           -             200   200   200   200
        system_get_admin_page          -                           -             200   200   200   200
        system_get_auth_page           -                           -             200   200   200   200

        control_put_admin              -                           -             404   404   404   404

        auth_get_instance_info         -                           -             200   200   200   200
        auth_get_portal_config         -                           -             200   200   200   200
        auth_create_portal_code        -                           -             401   404   404   404   403
        auth_redeem_portal_code        -                           -             404   404   404   404
        auth_get_setup_status          -                           -             200   200   200   200
        auth_setup                     -                           -             403   403   403   403
        auth_register                  -                           -             201   201   201   201
        auth_login                     -                           -             200   200   200   200
        auth_get_me                    -                           -             401   200   200   200   403
        auth_request_password_reset    -                           -             200   200   200   200
        auth_confirm_password_reset    -                           -             400   400   400   400
        auth_request_email_verification -                          -             401   400   400   400   403
        auth_confirm_email_verification -                          -             400   400   400   400
        auth_request_email_change      -                           -             401   400   400   400   403
        auth_confirm_email_change      -                           -             400   400   400   400
        auth_refresh_token             -                           -             401   400   400   400   401
        auth_change_password           -                           -             401   200   200   200   403
        auth_logout                    -                           -             401   200   200   200   403
        auth_list_sessions             -                           -             401   200   200   200   403
        auth_end_session               -                           session       401   204   404   404   403

        admin_list_users               -                           -             401   403   403   200
        admin_create_user              -                           -             401   403   403   201
        admin_get_user                 -                           user          401   403   403   200
        admin_update_user              -                           user          401   403   403   200
        admin_delete_user              -                           user          401   403   403   204

        admin_list_application_tokens  -                           -             401   403   403   200
        admin_create_application_token -                           -             401   403   403   201
        admin_get_application_token    -                           token         401   403   403   200
        admin_update_application_token -                           token         401   403   403   200
        admin_rotate_application_token -                           token         401   403   403   200
        admin_revoke_application_token -                           token         401   403   403   204

        admin_get_settings             -                           -             401   403   403   200
        admin_update_settings          -                           -             401   403   403   200
        admin_list_requests            -                           -             401   403   403   200
        admin_get_request_summary      -                           -             401   403   403   200
        admin_list_mails               -                           -             401   403   403   200
        admin_send_test_mail           -                           -             401   403   403   400
        admin_list_mail_templates      -                           -             401   403   403   200
        admin_update_mail_template     -                           -             401   403   403   404
        admin_reset_mail_template      -                           -             401   403   403   404
        admin_preview_mail_template    -                           -             401   403   403   404
        admin_list_audit_entries       -                           -             401   403   403   200
        admin_get_audit_entry          -                           token         401   403   403   404

        collections_list_collections   -                           -             200   200   200   200
        collections_create_collection  -                           -             401   403   403   201
        collections_update_collection  -                           -             401   403   403   200
        collections_delete_collection  -                           -             401   403   403   204
        collections_get_collection     list=public,create=admin    -             200   200   200   200
        collections_get_collection     list=admin,create=public    -             200   200   200   200
        collections_get_collection     list=auth,create=admin      -             404   200   200   200
        collections_get_collection     list=owner,create=admin     -             404   200   200   200
        collections_get_collection     list=admin,create=auth      -             404   200   200   200
        collections_get_collection     list=admin,create=admin     -             404   404   404   200

        collections_list_records       list=public                 owned         200   200   200   200
        collections_list_records       list=auth                   owned         403   200   200   200
        collections_list_records       list=owner                  owned         403   200   200   200
        collections_list_records       list=admin                  owned         403   403   403   200

        collections_create_record      create=public               -             201   201   201   201
        collections_create_record      create=auth                 -             401   201   201   201
        collections_create_record      create=owner                -             401   201   201   201
        collections_create_record      create=admin                -             401   403   403   201

        collections_get_record         read=public                 owned         200   200   200   200
        collections_get_record         read=auth                   owned         403   200   200   200
        collections_get_record         read=owner                  owned         404   200   404   200
        collections_get_record         read=admin                  owned         403   403   403   200
        collections_get_record         read=public                 orphan        200   200   200   200
        collections_get_record         read=auth                   orphan        403   200   200   200
        collections_get_record         read=owner                  orphan        404   404   404   200
        collections_get_record         read=admin                  orphan        403   403   403   200

        collections_update_record      update=public               owned         200   200   200   200
        collections_update_record      update=auth                 owned         401   200   200   200
        collections_update_record      update=owner                owned         401   200   403   200
        collections_update_record      update=admin                owned         401   403   403   200
        collections_update_record      update=public               orphan        200   200   200   200
        collections_update_record      update=auth                 orphan        401   200   200   200
        collections_update_record      update=owner                orphan        401   403   403   200
        collections_update_record      update=admin                orphan        401   403   403   200
        collections_update_record      read=owner,update=public    owned         404   200   404   200
        collections_update_record      read=owner,update=auth      owned         401   200   404   200
        collections_update_record      read=owner,update=owner     owned         401   200   404   200
        collections_update_record      read=owner,update=admin     owned         401   403   404   200
        collections_update_record      read=owner,update=auth      orphan        401   404   404   200

        collections_delete_record      delete=public               owned         204   204   204   204
        collections_delete_record      delete=auth                 owned         401   204   204   204
        collections_delete_record      delete=owner                owned         401   204   403   204
        collections_delete_record      delete=admin                owned         401   403   403   204
        collections_delete_record      delete=public               orphan        204   204   204   204
        collections_delete_record      delete=auth                 orphan        401   204   204   204
        collections_delete_record      delete=owner                orphan        401   403   403   204
        collections_delete_record      delete=admin                orphan        401   403   403   204
        collections_delete_record      read=owner,delete=public    owned         404   204   404   204
        collections_delete_record      read=owner,delete=auth      owned         401   204   404   204
        collections_delete_record      read=owner,delete=owner     owned         401   204   404   204
        collections_delete_record      read=owner,delete=admin     owned         401   403   404   204
        collections_delete_record      read=owner,delete=auth      orphan        401   404   404   204

        collections_import_records     create=public               -             200   200   200   200
        collections_import_records     create=auth                 -             401   200   200   200
        collections_import_records     create=owner                -             401   200   200   200
        collections_import_records     create=admin                -             401   403   403   200

        collections_delete_records     delete=public               owned         200   200   200   200
        collections_delete_records     delete=auth                 owned         401   200   200   200
        collections_delete_records     delete=owner                owned         401   200   200   200
        collections_delete_records     delete=admin                owned         401   403   403   200

        functions_list_functions       -                           -             200   200   200   200
        functions_list_functions_admin -                           -             401   403   403   200
        functions_call_function        -                           -             404   404   404   404
        functions_get_function_schema  -                           -             404   404   404   404
        admin_list_function_calls      -                           -             401   403   403   200
        admin_get_function_call        -                           -             401   403   403   404
        admin_get_function_call_log    -                           -             401   403   403   404
        admin_get_function_metrics     -                           -             401   403   403   200
        admin_upload_function          -                           -             401   403   403   400
        admin_upload_functions_batch   -                           -             401   403   403   200
        admin_list_function_versions   -                           -             401   403   403   404
        admin_get_function_source      -                           -             401   403   403   404
        admin_get_function_version_source -                        token         401   403   403   404
        admin_rollback_function        -                           -             401   403   403   404
        admin_get_metrics              -                           -             401   403   403   200
        admin_get_metrics_history      -                           -             401   403   403   200

        schedules_list_schedules       -                           -             401   403   403   200
        schedules_create_schedule      -                           -             401   403   403   400
        schedules_preview_schedule     -                           -             401   403   403   200
        schedules_get_schedule         -                           token         401   403   403   404
        schedules_update_schedule      -                           token         401   403   403   404
        schedules_delete_schedule      -                           token         401   403   403   404
        schedules_run_schedule         -                           token         401   403   403   404
        schedules_list_runs            -                           token         401   403   403   404

        admin_list_hooks               -                           -             401   403   403   200
        admin_list_hook_events         -                           -             401   403   403   200
        admin_get_hook_event           -                           token         401   403   403   404
        admin_redeliver_hook_event     -                           token         401   403   403   404
        admin_list_webhooks            -                           -             401   403   403   200
        admin_create_webhook           -                           -             401   403   403   201
        admin_get_webhook              -                           token         401   403   403   404
        admin_update_webhook           -                           token         401   403   403   404
        admin_delete_webhook           -                           token         401   403   403   404
        admin_list_webhook_deliveries  -                           token         401   403   403   404
        admin_get_webhook_delivery     -                           token         401   403   403   404
        admin_redeliver_webhook_delivery -                         token         401   403   403   404
        admin_test_webhook             -                           token         401   403   403   404

        extensions_list_extensions     -                           -             401   403   403   200
        extensions_create_extension    -                           -             401   403   403   400
        extensions_preview_extension   -                           -             401   403   403   400
        extensions_preview_upload      -                           -             401   403   403   422
        extensions_upload_extension    -                           -             401   403   403   422
        extensions_get_extension       -                           -             401   403   403   404
        extensions_update_extension    -                           -             401   403   403   404
        extensions_delete_extension    -                           -             401   403   403   404
        extensions_upgrade_extension   -                           -             401   403   403   404
        extensions_update_extension_settings -                     -             401   403   403   404
        extensions_call_extension      -                           -             404   404   404   404
        system_get_extension_page      -                           -             404   404   404   404
        """;

    private static readonly string[] RecordOperations = ["list", "read", "create", "update", "delete"];

    public static IReadOnlyList<EndpointMatrixRow> Rows { get; } =
        [.. Expected.Split('\n').Skip(1).Where(line => line.Length > 0)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(cells => new EndpointMatrixRow(cells[0], cells[1], cells[2], string.Join(' ', cells[3..].Append(cells[^1]).Take(5))))];

    /// <summary>Sends the operation of a row as each caller.</summary>
    public static async Task Check(TestServer server, EndpointMatrixRow row)
    {
        var owner = await server.NewUser();
        var program = server.WithToken((await server.NewApplicationToken()).Value);
        var callers = new[] { server.Anonymous, owner.Api, (await server.NewUser()).Api, (await server.NewAdmin()).Api, program };
        var endpoint = server.Endpoints.Single(endpoint => endpoint.DisplayName == row.Operation);
        var answers = new List<Answer>();
        foreach (var caller in callers)
        {
            // Each has a collection and a record of their own, since some operations end them.
            var collection = await server.NewCollection(options: Options(row.Access));
            var id = row.Record switch
            {
                "-" => "",
                "session" => await NewSession(server, owner),
                "token" => (await server.NewApplicationToken()).Id,
                "user" => (await server.NewUser()).Id,
                _ => await NewRecord(server, collection, row.Record, owner),
            };
            var path = endpoint.RoutePattern.RawText![server.Prefix.Length..]
                // Pages of the portal are there where the settings say so, but for those that links in e-mails open.
                .Replace("/auth/{**path}", "/auth/verify-email", StringComparison.Ordinal)
                .Replace("{name}", collection, StringComparison.Ordinal)
                .Replace("{function_name}", "no_such_function", StringComparison.Ordinal)
                .Replace("{call_id}", Guid.Empty.ToString(), StringComparison.Ordinal)
                .Replace("{delivery_id}", Guid.Empty.ToString(), StringComparison.Ordinal)
                .Replace("{extension}", "no-such-extension", StringComparison.Ordinal)
                .Replace("{id}", id, StringComparison.Ordinal);
            answers.Add(row.Operation == "collections_import_records"
                ? await caller.Send(Method(endpoint), path, """{"title": "by the caller"}"""u8.ToArray(), "application/x-ndjson")
                : await caller.Send(Method(endpoint), path, Body(row.Operation, owner, id)));
        }

        string.Join(' ', answers.Select(answer => answer.Status)).ShouldBe(row.Statuses, row.ToString());
        answers.ShouldAllBe(answer => answer.Status != 401 || answer.Header("WWW-Authenticate") == "Bearer");
        answers.ShouldAllBe(answer => answer.Status < 400 || (answer.Status == 422 ? answer.Errors.Count : answer.Detail.Length) > 0);
    }

    private static HttpMethod Method(RouteEndpoint endpoint) =>
        new(endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods[0]);

    private static string? Body(string operation, TestUser owner, string id) => operation switch
    {
        "auth_register" => TestServer.JsonText(("email", $"{TestServer.NewName("new")}@example.com"), ("password", TestServer.Password)),
        "auth_setup" => TestServer.JsonText(("token", "no secret"), ("email", owner.Email), ("password", TestServer.Password)),
        "auth_login" => TestServer.JsonText(("email", owner.Email), ("password", TestServer.Password)),
        "admin_create_user" => TestServer.JsonText(("email", $"{TestServer.NewName("new")}@example.com"), ("password", TestServer.Password)),
        "admin_update_user" => "{}",
        "admin_create_application_token" or "admin_update_application_token" => """{"name": "A program"}""",
        "admin_update_settings" or "admin_update_mail_template" or "admin_preview_mail_template" => "{}",
        "admin_send_test_mail" or "auth_request_password_reset" => TestServer.JsonText(("email", owner.Email)),
        "auth_confirm_password_reset" => TestServer.JsonText(("token", "no such token"), ("password", TestServer.Password)),
        "auth_create_portal_code" => TestServer.JsonText(("redirect_url", "https://app.example.com/"), ("code_challenge", new string('c', 43))),
        "auth_redeem_portal_code" => TestServer.JsonText(
            ("code", "no such code"), ("code_verifier", new string('v', 43)), ("redirect_url", "https://app.example.com/")),
        "auth_confirm_email_verification" or "auth_confirm_email_change" => TestServer.JsonText(("token", "no such token")),
        "auth_request_email_change" => TestServer.JsonText(("email", "next@example.com"), ("current_password", TestServer.Password)),
        "auth_change_password" =>
            TestServer.JsonText(("current_password", TestServer.Password), ("password", "another long one")),
        "collections_create_collection" => $$$"""{"name": "{{{TestServer.NewName("made")}}}", "label": "Made", "schema": {}}""",
        "schedules_create_schedule" => """{"name": "it", "function_name": "no_such_function", "schedule": {}}""",
        "schedules_update_schedule" => """{"name": "it"}""",
        "schedules_preview_schedule" => """{"schedule": {"method": "cron", "cron": "@daily"}}""",
        "admin_create_webhook" => """{"name": "A webhook", "url": "https://example.com/hook", "events": ["schedule.fire"]}""",
        "admin_update_webhook" => """{"name": "A webhook"}""",
        "admin_upload_function" => """{"filename": "no_function.txt", "content": ""}""",
        "admin_upload_functions_batch" => """{"functions": []}""",
        "extensions_create_extension" or "extensions_preview_extension" => """{"repo_url": "no source"}""",
        "extensions_update_extension" or "extensions_update_extension_settings" => "{}",
        "collections_update_collection" => """{"label": "Changed"}""",
        "collections_create_record" or "collections_update_record" => """{"data": {"title": "by the caller"}}""",
        "collections_delete_records" => $$"""{"ids": ["{{id}}"]}""",
        _ => null,
    };

    /// <summary>Options with the rules that are named and public ones for all else.</summary>
    private static string Options(string access)
    {
        var rules = RecordOperations.ToDictionary(operation => operation, _ => "public");
        foreach (var pair in access.Split(',').Where(pair => pair != "-"))
        {
            var (operation, rule) = (pair.Split('=')[0], pair.Split('=')[1]);
            rules[operation] = rule;
        }

        return $$"""{"access": {{TestServer.JsonText([.. rules.Select(rule => (rule.Key, rule.Value))])}}}""";
    }

    private static async Task<string> NewSession(TestServer server, TestUser owner)
    {
        var sessions = (await (await server.Login(owner.Email)).Api.Get("/api/auth/sessions")).Expect(200).Json.GetProperty("sessions");
        return sessions.EnumerateArray().Single(session => session.GetProperty("current").GetBoolean()).GetProperty("id").GetString()!;
    }

    private static async Task<string> NewRecord(TestServer server, string collection, string kind, TestUser owner)
    {
        var caller = kind == "owned" ? owner.Api : server.Anonymous;
        var made = (await caller.Post($"/api/collections/{collection}/records", """{"title": "before"}""")).Expect(201);
        made.Json.GetProperty("owner_id").GetString().ShouldBe(kind == "owned" ? owner.Id : null);
        return made.Id;
    }
}

/// <summary>One line of the table.</summary>
public sealed record EndpointMatrixRow(string Operation, string Access, string Record, string Statuses);
