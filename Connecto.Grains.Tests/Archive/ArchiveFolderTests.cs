using Connecto.Archive;

namespace Connecto.Tests.Archive;

/// <summary>Archives in a folder.</summary>
[Trait("Runtime", "Either")]
public sealed class ArchiveFolderTests : IDisposable
{
    private const string Name = "messages/1/1-30-5.0000.ndjson.gz";

    private readonly string _root = Directory.CreateTempSubdirectory("connecto-archive-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_file_that_moves_is_no_other_servers_copy_of_it()
    {
        var files = new ArchiveFolder(_root);
        await using (var upload = files.Create(Name, StorageClass.Standard))
        {
            await upload.Content.WriteAsync("rows"u8.ToArray(), TestContext.Current.CancellationToken);
            await upload.CompleteAsync();
        }
        // One that stood still in the middle of moving it, and goes on when another has moved it.
        var cold = Path.Combine(_root, "cold", Name);
        Directory.CreateDirectory(Path.GetDirectoryName(cold)!);
        await using var other = new FileStream(cold + ".part", FileMode.Create, FileAccess.Write, FileShare.ReadWrite);

        files.Move(Name, StorageClass.Cold);
        other.Write("half"u8);
        other.Flush(flushToDisk: true);

        using var moved = new StreamReader(files.Open(Name));
        Assert.Equal("rows", await moved.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal([cold], Directory.GetFiles(_root, "*", SearchOption.AllDirectories));
    }
}
