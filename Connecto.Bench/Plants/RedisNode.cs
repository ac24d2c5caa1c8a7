namespace Connecto.Bench.Plants;

/// <summary>A plant's Redis, which keeps every change on the disk, as docs/operations.md asks for.</summary>
/// <param name="program">What runs it.</param>
/// <param name="address">Where it listens.</param>
/// <param name="port">The port there.</param>
/// <param name="password">Whom it lets in.</param>
internal sealed class RedisNode(IEnumerable<string> program, string address, string port, string password)
{
    private const string Name = "redis-server";

    /// <summary>How the servers reach it.</summary>
    public string ConnectionString => $"{address}:{port},password={password}";

    /// <summary>What becomes it; it writes where it runs.</summary>
    public IEnumerable<string> Command =>
        [
            .. program,
            "--bind",
            address,
            "--port",
            port,
            "--requirepass",
            password,
            "--save",
            "",
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
        ];

    /// <summary>What runs it on this machine; null where there is none and none can be had.</summary>
    public static Task<IReadOnlyList<string>?> FindAsync() => SharedProgram.FindAsync(Name);
}
