using Connecto.Bench.Clients;

namespace Connecto.Bench.Faults;

/// <summary>A fault that is in effect: since when, from the run's beginning, and how the planets answered after that.</summary>
internal sealed record StruckFault(Fault Fault, TimeSpan At, AnswersAgain Answers)
{
    /// <summary>After how long all planets had answered again; null while one has not.</summary>
    public TimeSpan? Answered => Answers.Silent.Count == 0 ? Answers.Longest : null;

    /// <inheritdoc/>
    public override string ToString()
    {
        var answered =
            Answers.Silent.Count == 0
                ? $"all planets answered again after {Answers.Longest?.TotalSeconds:F2} s"
                : $"{Answers.Silent.Count} planets did not answer again: {string.Join(' ', Answers.Silent)}";
        return $"{At.TotalSeconds, 7:F1} s  {Fault}: {answered}";
    }
}
