using System.Globalization;
using System.Net.NetworkInformation;

namespace Connecto.Bench.Plants;

/// <summary>
/// A bridge of this machine with a network namespace for each process of a plant, so that two of them can be parted
/// without either noticing: packets between them vanish silently, and everything else goes on. Needs root.
/// </summary>
internal sealed class PlantNetwork : IAsyncDisposable
{
    // Belongs to nobody; the bridge hands such frames to all, and all ignore them.
    private const string Nobody = "02:00:00:00:00:00";

    // 198.18.0.0/15 is set aside for benchmarks (RFC 2544), so it leads nowhere else.
    private const int Subnets = 256;

    private readonly string _bridge = Bridge(Environment.ProcessId);
    private readonly int _subnet;
    private readonly Dictionary<string, (string Namespace, string Address)> _processes = [];

    private PlantNetwork(int subnet) => _subnet = subnet;

    /// <summary>The addresses that the processes have, this machine's own in it included.</summary>
    public string Range => $"198.18.{_subnet}.0/24";

    /// <summary>Whether this machine lets us make one.</summary>
    public static async Task<bool> IsPossibleAsync()
    {
        var name = $"{Bridge(Environment.ProcessId)}-try";
        var (isMade, _) = await Shell.TryAsync("ip", "netns", "add", name);
        var (isUsable, _) = isMade ? await Shell.TryAsync("ip", "netns", "exec", name, "true") : default;
        if (isMade)
        {
            await Shell.TryAsync("ip", "netns", "del", name);
        }

        return isUsable;
    }

    /// <summary>Makes the bridge.</summary>
    public static async Task<PlantNetwork> MakeAsync()
    {
        var network = new PlantNetwork(FreeSubnet());
        await Shell.RunAsync("ip", "link", "add", network._bridge, "type", "bridge");
        try
        {
            await Shell.RunAsync("ip", "addr", "add", $"198.18.{network._subnet}.1/24", "dev", network._bridge);
            await Shell.RunAsync("ip", "link", "set", network._bridge, "up");
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a process's namespace; answers its address there.</summary>
    public async Task<string> JoinAsync(string process)
    {
        var number = _processes.Count + 2;
        var (space, address) = ($"{_bridge}-{process}", $"198.18.{_subnet}.{number}");
        var port = $"{_bridge}v{number}";
        _processes[process] = (space, address);
        await Shell.RunAsync("ip", "netns", "add", space);
        await Shell.RunAsync("ip", "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", space);
        await Shell.RunAsync("ip", "link", "set", port, "master", _bridge, "up");
        await Shell.RunAsync("ip", "-n", space, "addr", "add", $"{address}/24", "dev", "eth0");
        await Shell.RunAsync("ip", "-n", space, "link", "set", "eth0", "up");
        await Shell.RunAsync("ip", "-n", space, "link", "set", "lo", "up");
        return address;
    }

    /// <summary>What a command begins with so that it runs in the process's namespace.</summary>
    public IEnumerable<string> Enter(string process) => ["ip", "netns", "exec", _processes[process].Namespace];

    /// <summary>From now on nothing of either reaches the other.</summary>
    public Task CutAsync(string one, string other) =>
        BothWaysAsync(one, other, address => ["replace", address, "lladdr", Nobody, "dev", "eth0", "nud", "permanent"]);

    /// <summary>From now on they reach each other again.</summary>
    public Task MendAsync(string one, string other) =>
        BothWaysAsync(one, other, address => ["del", address, "dev", "eth0"]);

    /// <summary>Takes away the network of the process with that id; nothing where there is none.</summary>
    public static async Task RemoveAsync(int owner)
    {
        var bridge = Bridge(owner);
        var (_, spaces) = await Shell.TryAsync("ip", "netns", "list");
        foreach (var line in spaces.Split('\n').Where(line => line.StartsWith($"{bridge}-", StringComparison.Ordinal)))
        {
            await Shell.TryAsync("ip", "netns", "del", line.Split(' ')[0]);
        }

        await Shell.TryAsync("ip", "link", "del", bridge);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await RemoveAsync(Environment.ProcessId);

    private static string Bridge(int owner) => $"cn{owner}";

    private async Task BothWaysAsync(string one, string other, Func<string, string[]> change)
    {
        var (a, b) = (_processes[one], _processes[other]);
        await Shell.RunAsync(["ip", "-n", a.Namespace, "neigh", .. change(b.Address)]);
        await Shell.RunAsync(["ip", "-n", b.Namespace, "neigh", .. change(a.Address)]);
    }

    private static int FreeSubnet()
    {
        var own = NetworkInterface
            .GetAllNetworkInterfaces()
            .SelectMany(face => face.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address.ToString())
            .ToList();
        var first = Random.Shared.Next(Subnets);
        return Enumerable
            .Range(0, Subnets)
            .Select(i => (first + i) % Subnets)
            .First(subnet =>
                !own.Exists(address =>
                    address.StartsWith(
                        string.Create(CultureInfo.InvariantCulture, $"198.18.{subnet}."),
                        StringComparison.Ordinal
                    )
                )
            );
    }
}
