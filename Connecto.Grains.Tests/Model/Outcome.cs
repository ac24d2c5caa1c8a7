using Connecto.Errors;
using Connecto.Tests.Support;

namespace Connecto.Tests.Model;

/// <summary>How an operation ended, as a text that reads the same from the model and from the planet.</summary>
internal static class Outcome
{
    public const string Done = "done";

    public static string Of(Func<string> predict)
    {
        try
        {
            return predict();
        }
        catch (ChatException refusal)
        {
            return Refused(refusal.Code);
        }
    }

    /// <summary>Tries again what is <c>unavailable</c>, as clients do.</summary>
    public static async Task<string> OfAsync(Func<Task<string>> call)
    {
        try
        {
            return await PlanetCluster.RetriedAsync(call);
        }
        catch (ChatException refusal)
        {
            return Refused(refusal.Code);
        }
    }

    public static string Refused(ErrorCode code) => $"refused: {code.Name()}";

    public static string Rev(long rev) => $"rev {rev}";

    public static string Sent(long seq, long rev, bool duplicate) =>
        $"seq {seq} rev {rev}{(duplicate ? " again" : "")}";
}
