using Connecto.Planets;

namespace Connecto.Tests.Model;

internal sealed record Join(char User) : Change
{
    protected override long Expect(PlanetModel model) => model.Join(User);

    protected override Task<long> CallAsync(Stage stage) => stage.Planet.Join(stage.Cast[User]);
}

internal sealed record Leave(char User) : Change
{
    protected override long Expect(PlanetModel model) => model.Leave(User);

    protected override Task<long> CallAsync(Stage stage) => stage.Planet.Leave(stage.Cast[User]);
}

/// <summary>The user leaves the service.</summary>
internal sealed record Withdraw(char User) : Predicted
{
    public override string Predict(PlanetModel model)
    {
        model.Withdraw(User);
        return Outcome.Done;
    }

    public override Task<string> DoAsync(Stage stage) =>
        Outcome.OfAsync(async () =>
        {
            await stage.Planet.Withdraw(stage.Cast[User]);
            return Outcome.Done;
        });
}

/// <summary>Without an actor the operator adds them.</summary>
internal sealed record Add(char? Actor, string Users, MemberRole Role) : Change
{
    protected override long Expect(PlanetModel model) => model.Add(Actor, Users, Role);

    protected override Task<long> CallAsync(Stage stage) =>
        stage.Planet.Add(Actor is { } actor ? stage.Cast[actor] : null, stage.Cast.Ids(Users), Role);
}

internal sealed record Remove(char Actor, char User) : Change
{
    protected override long Expect(PlanetModel model) => model.Remove(Actor, User);

    protected override Task<long> CallAsync(Stage stage) => stage.Planet.Remove(stage.Cast[Actor], stage.Cast[User]);
}

/// <summary>Bans, removes, or makes a member of somebody, lifting a ban.</summary>
internal sealed record SetStatus(char Actor, char User, MemberStatus Status) : Change
{
    protected override long Expect(PlanetModel model) => model.SetStatus(Actor, User, Status);

    protected override Task<long> CallAsync(Stage stage) =>
        stage.Planet.SetMember(stage.Cast[Actor], stage.Cast[User], new MemberPatch(null, Status, null));
}

internal sealed record Mute(char Actor, char User, bool On) : Change
{
    protected override long Expect(PlanetModel model) => model.Mute(Actor, User, On);

    protected override Task<long> CallAsync(Stage stage) =>
        stage.Planet.SetMember(
            stage.Cast[Actor],
            stage.Cast[User],
            new MemberPatch(null, null, On ? stage.MutedUntil : DateTimeOffset.UnixEpoch)
        );
}

internal sealed record SetRole(char Actor, char User, MemberRole Role) : Change
{
    protected override long Expect(PlanetModel model) => model.SetRole(Actor, User, Role);

    protected override Task<long> CallAsync(Stage stage) =>
        stage.Planet.SetMember(stage.Cast[Actor], stage.Cast[User], new MemberPatch(Role, null, null));
}

internal sealed record SetPlanet(char Actor, PlanetPatch Patch) : Change
{
    protected override long Expect(PlanetModel model) => model.Set(Actor, Patch);

    protected override Task<long> CallAsync(Stage stage) => stage.Planet.Set(stage.Cast[Actor], Patch);
}

/// <summary>The user hides his receipts everywhere, or shows them again; his devices subscribe anew.</summary>
internal sealed record Hide(char User, bool Hidden) : Operation
{
    public override async Task PlayAsync(Stage stage)
    {
        stage.Model.Hide(User, Hidden);
        await stage.HideAsync(User, Hidden);
        for (var device = 0; device < stage.Devices.Count; device++)
        {
            if (stage.Model.Clients[device] is { User: var user, IsOpen: true } && user == User)
            {
                await new Subscribe(device, Since.Own).PlayAsync(stage);
            }
        }
    }
}
