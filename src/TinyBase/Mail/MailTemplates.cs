using Dapper;

using TinyBase.Audit;
using TinyBase.Storage;

namespace TinyBase.Mail;

/// <summary>The templates of e-mails: as they came with the program, or as admins have changed them.</summary>
internal sealed class MailTemplates(Database database)
{
    private const string Columns = "name AS Name, subject AS Subject, text AS Text, html AS Html, updated_at AS UpdatedAt";

    /// <summary>A template.</summary>
    /// <param name="name">One of <see cref="MailKinds.All"/>.</param>
    public async Task<MailTemplate> Get(string name, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return Find(lease.Connection, name);
    }

    /// <summary>The same within a write.</summary>
    public static MailTemplate Find(Connection connection, string name)
    {
        var row = connection.Ado.QuerySingleOrDefault<(string Name, string Subject, string Text, string Html, string UpdatedAt)?>(
            $"SELECT {Columns} FROM _mail_template WHERE name = @name", new { name });
        return row is { } own ? new MailTemplate(own.Name, own.Subject, own.Text, own.Html) { UpdatedAt = own.UpdatedAt } : MailKinds.BuiltIn(name);
    }

    /// <summary>Changes a template.</summary>
    public Task<MailTemplate> Put(MailTemplate template, Actor by, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            session.Connection.Ado.Execute(
                """
                INSERT INTO _mail_template (name, subject, text, html, updated_at) VALUES (@Name, @Subject, @Text, @Html, @now)
                ON CONFLICT (name) DO UPDATE SET subject = excluded.subject, text = excluded.text, html = excluded.html, updated_at = excluded.updated_at
                """,
                new { template.Name, template.Subject, template.Text, template.Html, now = Timestamps.ToText(session.NextId().Time) });
            AuditTrail.Add(session, new AuditEntry(by, "mail_template.update", "mail_template", template.Name));
            return Written.Keep(Find(session.Connection, template.Name));
        },
        cancel: cancel);

    /// <summary>Goes back to the template that came with the program.</summary>
    public Task<MailTemplate> Reset(string name, Actor by, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            session.Connection.Ado.Execute("DELETE FROM _mail_template WHERE name = @name", new { name });
            AuditTrail.Add(session, new AuditEntry(by, "mail_template.reset", "mail_template", name));
            return Written.Keep(MailKinds.BuiltIn(name));
        },
        cancel: cancel);
}
