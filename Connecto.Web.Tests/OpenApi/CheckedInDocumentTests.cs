using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.OpenApi;

public sealed class CheckedInDocumentTests(RestServer server) : IClassFixture<RestServer>
{
    private const string Refresh = "CONNECTO_REFRESH_OPENAPI";

    [Fact]
    public async Task The_checked_in_document_is_the_one_that_is_served()
    {
        var served = ApiDocumentFile.Text(await ApiDocumentFile.ServedAsync(server));
        if (Environment.GetEnvironmentVariable(Refresh) == "1")
        {
            await File.WriteAllTextAsync(ApiDocumentFile.Path, served, TestContext.Current.CancellationToken);
        }
        var kept = await File.ReadAllTextAsync(ApiDocumentFile.Path, TestContext.Current.CancellationToken);
        Assert.True(kept == served, "The interface has changed: run ./connecto generate and commit what it makes.");
    }
}
