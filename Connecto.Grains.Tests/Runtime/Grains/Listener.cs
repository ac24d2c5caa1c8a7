namespace Connecto.Grains.Tests.Runtime.Grains;

/// <summary>Notes what it hears; waits where the question says so.</summary>
public sealed class Listener(Scene scene) : IListener
{
    public void Hear(int number)
    {
        scene.Note($"{number}");
        scene.Signal($"heard {number}");
        if (number < 0)
            throw new InvalidOperationException("A listener fails.");
    }

    public async Task Answer(string question)
    {
        using var stay = scene.Enter(out var isAlone);
        scene.Note(isAlone ? $"+{question}" : "not alone");
        scene.Signal($"{question} began");
        if (question == "fail")
            throw new ActorException("The listener fails.", 9);
        if (question.StartsWith("hold", StringComparison.Ordinal))
            await scene.When($"{question} may end");
        await Task.Yield();
        scene.Note($"-{question}");
    }

    public Task<string> Repeat(string word) => Task.FromResult($"{word}, {word}");

    public Task AnswerWithinASecond(string question) => Answer(question);
}
