using Orleans;

namespace Connecto.Grains.Tests.Runtime.Grains;

public sealed class SpeakerGrain : Grain, ISpeakerGrain
{
    private Scene Scene => Scene.Named(this.GetPrimaryKeyString());

    public Task Tell(IListener listener, int from, int count)
    {
        for (var number = from; number < from + count; number++)
            listener.Hear(number);
        return Task.CompletedTask;
    }

    public Task Ask(IListener listener, string question) => listener.Answer(question);

    public Task<string> AskToRepeat(IListener listener, string word) => listener.Repeat(word);

    public async Task AskWithinASecond(IListener listener, string question)
    {
        try
        {
            await listener.AnswerWithinASecond(question);
        }
        catch (Exception error)
        {
            Scene.Note(error.GetType().Name);
            throw;
        }
    }

    public Task AskAndGoOn(IListener listener, string question)
    {
        _ = listener.Answer(question);
        Scene.Note("asked");
        return Task.CompletedTask;
    }

    public Task Touch() => Task.CompletedTask;
}
