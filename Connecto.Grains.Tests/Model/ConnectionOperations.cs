using Connecto.Tests.Support;

namespace Connecto.Tests.Model;

/// <summary>From which rev a device says that it goes on.</summary>
internal enum Since
{
    /// <summary>It has nothing: a new view.</summary>
    Nothing,

    /// <summary>That of its view.</summary>
    Own,

    /// <summary>That of its view, after reading what it missed in pages.</summary>
    Pages,

    /// <summary>That of a view that it has kept longer, which it takes up again.</summary>
    Kept,

    /// <summary>One that the planet has not reached.</summary>
    Beyond,
}

/// <summary>A device subscribes, whether or not it is subscribed already.</summary>
internal sealed record Subscribe(int Device, Since Since) : Operation
{
    public override async Task PlayAsync(Stage stage)
    {
        await stage.ReachEventsAsync();
        var since = RevOf(stage.Model);
        var expected = stage.Model.Subscribe(Device, since);
        Difference.Require("the answer of Subscribe", expected, await stage.SubscribeAsync(Device, Since, since));
    }

    private long? RevOf(PlanetModel model)
    {
        var client = model.Clients[Device];
        return Since switch
        {
            Since.Own or Since.Pages => client.Rev,
            Since.Kept => client.Kept,
            Since.Beyond => model.Rev + 5,
            _ => null,
        };
    }
}

/// <summary>A device loses its connection; what happens now it has missed.</summary>
internal sealed record Disconnect(int Device) : Operation
{
    public override async Task PlayAsync(Stage stage)
    {
        await stage.ReachEventsAsync();
        stage.Model.Disconnect(Device);
        stage.Devices[Device].Disconnect();
    }
}

/// <summary>The planet's activation ends as an idle one does, and a web node finds the next.</summary>
internal sealed record Deactivate : Operation
{
    public override async Task PlayAsync(Stage stage)
    {
        await stage.ReachEventsAsync();
        await stage.Planet.Deactivate();
        await stage.RepairAsync();
    }
}

/// <summary>
/// The planet lets go of its memory, as one does that nobody uses, perhaps while others call. No web node finds out.
/// </summary>
internal sealed record Rest(AtOnce? Meanwhile) : Operation
{
    public override async Task PlayAsync(Stage stage)
    {
        if (Meanwhile is null)
        {
            await Eventually.TrueAsync(stage.RestAsync);
            return;
        }
        var rests = stage.RestAsync();
        await Meanwhile.PlayAsync(stage);
        await rests;
    }
}

/// <summary>The silo ends without warning; whoever has read says so again, for his cursor may be lost.</summary>
internal sealed record Kill : Operation
{
    public override async Task PlayAsync(Stage stage)
    {
        await stage.ReachEventsAsync();
        await stage.Cluster.ReplaceAsync();
        await stage.RepairAsync();
        foreach (var member in stage.Model.Active.ToList())
        {
            await new MarkRead(member.User, member.Cursor).PlayAsync(stage);
        }
    }
}

/// <summary>Another activation claims the planet, and the present one learns of it by what it is asked next.</summary>
internal sealed record Fence(Predicted Next) : Operation
{
    public override async Task PlayAsync(Stage stage)
    {
        await stage.ReachEventsAsync();
        await stage.ClaimAsync();
        await Next.PlayAsync(stage);
        await stage.RepairAsync();
    }
}
