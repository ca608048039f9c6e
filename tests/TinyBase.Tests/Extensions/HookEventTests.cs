using System.Text;
using System.Text.Json.Nodes;

using Shouldly;

using Xunit;

namespace TinyBase.Tests.Extensions;

/// <summary>Events as hooks read them and as they are kept.</summary>
public sealed class HookEventTests
{
    private static readonly RecordUpdateEvent Update = new()
    {
        Collection = "orders",
        RecordId = Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057"),
        OldData = new JsonObject { ["status"] = "new", ["total"] = 1.5, ["note"] = null },
        NewData = new JsonObject { ["status"] = "paid", ["total"] = 2, ["note"] = null },
        Actor = new HookActor(null, null, IsAdmin: true),
        RequestId = "request",
        At = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    [Fact]
    public void A_field_is_read_as_a_type()
    {
        (Update.Get<string>("status"), Update.GetOld<string>("status")).ShouldBe(("paid", "new"));
        (Update.Get<decimal>("total"), Update.GetOld<double>("total"), Update.Get<long?>("total")).ShouldBe((2m, 1.5, 2));
        Update.Get<int?>("note").ShouldBeNull();
        Update.Get<string>("note").ShouldBeNull();
    }

    [Fact]
    public void A_field_that_cannot_be_read_so_is_named_with_what_it_is()
    {
        Should.Throw<InvalidOperationException>(() => Update.Get<int>("status")).Message.ShouldBe("Field 'status' of 'orders' is \"paid\", which is no Int32.");
        Should.Throw<InvalidOperationException>(() => Update.Get<int>("note")).Message.ShouldBe("Field 'note' of 'orders' is null; read it as Int32?.");
        Should.Throw<InvalidOperationException>(() => Update.Get<int>("toatl")).Message
            .ShouldBe("A record of 'orders' has no field 'toatl'; it has status, total, note.");
    }

    [Fact]
    public void An_event_is_kept_as_it_was()
    {
        var json = HookJson.Write(Update);

        Encoding.UTF8.GetString(json).ShouldBe(
            """
            {"type":"record.update","timestamp":"2026-01-02T03:04:05.000000Z","data":{"old_data":{"status":"new","total":1.5,"note":null},"new_data":{"status":"paid","total":2,"note":null},"collection":"orders","record_id":"01890a5d-ac96-774b-bcce-b302099a8057","owner_id":null,"actor":{"user_id":null,"email":null,"is_admin":true},"request_id":"request","at":"2026-01-02T03:04:05.000000Z"}}
            """);
        var read = HookJson.Read(HookPoint.RecordUpdate, json).ShouldBeOfType<RecordUpdateEvent>();
        (read.Collection, read.RecordId, read.Actor, read.RequestId, read.At).ShouldBe((Update.Collection, Update.RecordId, Update.Actor, Update.RequestId, Update.At));
        read.NewData.ToJsonString().ShouldBe(Update.NewData.ToJsonString());
        read.OldData.ToJsonString().ShouldBe(Update.OldData.ToJsonString());
    }

    [Fact]
    public void Only_a_change_that_is_still_to_come_takes_more_records()
    {
        Should.Throw<InvalidOperationException>(() => Update.Create("audit", [])).Message.ShouldContain("[BeforeRecordCreate]");
        var coming = new RecordCreateEvent { Collection = "orders", IsBefore = true };
        coming.Create("audit", []);
        coming.Creates.Single().Collection.ShouldBe("audit");
    }
}
