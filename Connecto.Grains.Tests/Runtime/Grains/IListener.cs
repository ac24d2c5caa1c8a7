using Orleans;

namespace Connecto.Grains.Tests.Runtime.Grains;

public interface IListener : IGrainObserver
{
    void Hear(int number);

    Task Answer(string question);

    Task<string> Repeat(string word);

    [ResponseTimeout("00:00:01")]
    Task AnswerWithinASecond(string question);
}
