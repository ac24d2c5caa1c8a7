namespace Connecto.Bench.Load;

/// <summary>The server cannot do now what was asked, and may be asked again.</summary>
internal sealed class UnavailableException(string reason) : IOException(reason);
