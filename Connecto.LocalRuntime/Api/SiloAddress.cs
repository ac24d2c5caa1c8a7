using System.Net;

namespace Orleans.Runtime;

/// <summary>The name of one run of a silo. No port is opened here: the numbers only tell silos apart.</summary>
public sealed record SiloAddress
{
    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
    }

    /// <summary>Address and port.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Which run it is.</summary>
    public int Generation { get; }

    /// <summary>The address with these parts.</summary>
    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

    /// <inheritdoc />
    public override string ToString() => $"S{Endpoint}:{Generation}";
}
