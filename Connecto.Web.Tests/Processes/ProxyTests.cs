namespace Connecto.Web.Tests.Processes;

/// <summary>Whose word about a client's address and scheme passes our proxy on to web nodes.</summary>
[Trait("Runtime", "Either")]
public sealed class ProxyTests(ProxyAlone proxy) : IClassFixture<ProxyAlone>
{
    private const string Client = "127.0.0.2";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null)]
    [InlineData("203.0.113.9", null)]
    [InlineData("203.0.113.9, 127.0.0.3", "https")]
    public async Task A_clients_word_is_dropped(string? claimedFor, string? claimedScheme)
    {
        Assert.Equal($"{Client} http", await proxy.AskAsync(Client, claimedFor, claimedScheme, Cancellation));
    }

    [Theory]
    [InlineData(null, null, "127.0.0.3 http")]
    [InlineData("203.0.113.9", "https", "203.0.113.9,127.0.0.3 https")]
    [InlineData("203.0.113.9", null, "203.0.113.9,127.0.0.3 http")]
    public async Task An_outer_proxys_word_is_passed_on(string? claimedFor, string? claimedScheme, string told)
    {
        Assert.Equal(told, await proxy.AskAsync(ProxyAlone.OuterProxy, claimedFor, claimedScheme, Cancellation));
    }
}
