using System.Globalization;
using System.Text;
using Connecto.Tests.Support;
using Npgsql;

namespace Connecto.Tests.Model;

/// <summary>
/// Plays the operations of a seed to a planet and to its model, and compares all after each step. Every fifth seed
/// begins with more messages than the planet keeps in memory.
/// </summary>
internal static class ModelRun
{
    private const int Many = 2_100;
    private const int AtATime = 100;

    /// <exception cref="Xunit.Sdk.XunitException">They differ; it tells where, the seed, and every operation so far.</exception>
    public static async Task PlayAsync(PlanetCluster cluster, NpgsqlDataSource database, int seed, int steps)
    {
        var stage = await Stage.SetAsync(cluster, database);
        var comparison = new Comparison(stage);
        var generator = new OperationGenerator(seed);
        var played = new StringBuilder();
        if (seed % 5 == 0)
        {
            await FillAsync(stage);
        }
        for (var step = 1; step <= steps; step++)
        {
            try
            {
                foreach (var operation in generator.Step(() => stage.Model))
                {
                    played.Append(CultureInfo.InvariantCulture, $"{step}: {operation}\n");
                    await operation.PlayAsync(stage);
                }
                await comparison.RunAsync(Looked(step, stage.Model.HeadSeq));
            }
            catch (Exception failure)
            {
                var what = failure is Difference ? failure.Message : failure.ToString();
                Assert.Fail($"seed {seed}, step {step}: {what}\n{played}");
            }
        }
    }

    private static async Task FillAsync(Stage stage)
    {
        while (stage.Model.HeadSeq < Many)
        {
            var seqs = Enumerable.Range((int)stage.Model.HeadSeq + 1, AtATime);
            var sends = seqs.Select(seq => new Send("abcd"[seq % 4], $"old {seq}", $"text {seq}", ReplyToOf(seq), ""));
            await new Burst([.. sends]).PlayAsync(stage);
        }
    }

    private static long? ReplyToOf(int seq) => seq % 10 == 0 ? seq / 2 : null;

    // Another message after each step; every one has its turn, the newest more often.
    private static long Looked(int step, long head) => step % 3 == 0 ? head : 1 + (step * 7L % Math.Max(1, head + 1));
}
