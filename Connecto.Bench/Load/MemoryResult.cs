namespace Connecto.Bench.Load;

/// <summary>Memory of connections.</summary>
/// <param name="What">What they do.</param>
/// <param name="Connections">How many.</param>
/// <param name="BytesBefore">The server's memory (RSS) after its start and a warm-up.</param>
/// <param name="BytesAfter">The same with all of them connected.</param>
/// <param name="Gc">The server's garbage collector.</param>
internal sealed record MemoryResult(string What, int Connections, long BytesBefore, long BytesAfter, string Gc)
{
    public double BytesPerConnection => (BytesAfter - BytesBefore) / (double)Connections;
}
