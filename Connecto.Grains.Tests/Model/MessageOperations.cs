using System.Collections.Immutable;
using Connecto.Messages;

namespace Connecto.Tests.Model;

/// <summary>A message, or a key that was used before with the same request or with another one.</summary>
internal sealed record Send(char User, string Key, string Text, long? ReplyTo, string Mentions) : Predicted
{
    public SendRequest Request(Stage stage) => new(stage.Cast[User], Key, Text, ReplyTo, stage.Cast.Ids(Mentions));

    public override string Predict(PlanetModel model) =>
        Outcome.Of(() =>
        {
            var (message, duplicate) = model.Send(User, Key, Text, ReplyTo, Mentions);
            return Outcome.Sent(message.Seq, message.PostedRev, duplicate);
        });

    public override async Task<string> DoAsync(Stage stage) => (await stage.PostAsync([this]))[0];
}

/// <summary>Several messages in one call, which keeps their order; most of them share a batch.</summary>
internal sealed record Burst(ImmutableList<Send> Sends) : Predicted
{
    public override string Predict(PlanetModel model) =>
        string.Join("; ", Sends.ConvertAll(send => send.Predict(model)));

    public override async Task<string> DoAsync(Stage stage) => string.Join("; ", await stage.PostAsync(Sends));

    public override string ToString() => $"Burst {{ {string.Join(", ", Sends)} }}";
}

internal sealed record Edit(char User, long Seq, string Text) : Change
{
    protected override long Expect(PlanetModel model) => model.Edit(User, Seq, Text);

    protected override Task<long> CallAsync(Stage stage) => stage.Planet.Edit(stage.Cast[User], Seq, Text);
}

internal sealed record Delete(char User, long Seq) : Change
{
    protected override long Expect(PlanetModel model) => model.Delete(User, Seq);

    protected override Task<long> CallAsync(Stage stage) => stage.Planet.Delete(stage.Cast[User], Seq);
}

internal sealed record React(char User, long Seq, string Emoji, bool On) : Change
{
    protected override long Expect(PlanetModel model) => model.React(User, Seq, Emoji, On);

    protected override Task<long> CallAsync(Stage stage) => stage.Planet.React(stage.Cast[User], Seq, Emoji, On);
}

internal sealed record Pin(char User, long Seq, bool On) : Change
{
    protected override long Expect(PlanetModel model) => model.Pin(User, Seq, On);

    protected override Task<long> CallAsync(Stage stage) => stage.Planet.Pin(stage.Cast[User], Seq, On);
}

internal sealed record MarkRead(char User, long Seq) : Predicted
{
    public override string Predict(PlanetModel model) =>
        Outcome.Of(() =>
        {
            model.MarkRead(User, Seq);
            return Outcome.Done;
        });

    public override Task<string> DoAsync(Stage stage) =>
        Outcome.OfAsync(async () =>
        {
            await stage.Planet.MarkRead(stage.Cast[User], Seq);
            return Outcome.Done;
        });
}
