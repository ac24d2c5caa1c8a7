namespace Connecto.Bench.Clients;

/// <summary>A web node: where its hub is, and its REST API.</summary>
internal sealed record WebServer(Uri Address, RestApi Rest);
