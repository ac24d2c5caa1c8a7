namespace Connecto.Archive;

/// <summary>
/// Archives in a folder: a folder for each storage class, so that each may be another disk or be copied elsewhere. A file
/// is written beside its place, flushed to the disk and renamed.
/// </summary>
internal sealed class ArchiveFolder(string root) : IArchiveFiles
{
    private const string Unfinished = ".part";

    private static readonly StorageClass[] _classes = Enum.GetValues<StorageClass>();

    public ArchiveUpload Create(string name, StorageClass storageClass)
    {
        var path = PathOf(name, storageClass);
        MakeFolder(Path.GetDirectoryName(path)!);
        return new Upload(path);
    }

    public Stream Open(string name) =>
        Find(name) is { } path
            ? File.OpenRead(path)
            : throw new FileNotFoundException("The archive lacks a file.", name);

    public void Move(string name, StorageClass storageClass)
    {
        var to = PathOf(name, storageClass);
        if (Find(name) is not { } from || from == to)
        {
            return;
        }
        MakeFolder(Path.GetDirectoryName(to)!);
        // Copied, not renamed: each class may be on a disk of its own. Under a name that nobody else has: one that stood still
        // while another server took over would write on in what that one has placed.
        var copy = $"{to}.{Guid.NewGuid():N}{Unfinished}";
        using (var source = File.OpenRead(from))
        using (var target = new FileStream(copy, FileMode.Create))
        {
            source.CopyTo(target);
            target.Flush(flushToDisk: true);
        }
        Place(copy, to);
        File.Delete(from);
        var leftOver = Directory.GetFiles(Path.GetDirectoryName(to)!, $"{Path.GetFileName(to)}*{Unfinished}");
        Array.ForEach(leftOver, File.Delete);
    }

    public void RemoveAll(string name)
    {
        foreach (var path in _classes.Select(storageClass => PathOf(name, storageClass)))
        {
            var folder = Path.GetDirectoryName(path)!;
            if (Directory.Exists(folder))
            {
                Directory.GetFiles(folder, $"{Path.GetFileName(path)}.*").ToList().ForEach(File.Delete);
            }
        }
    }

    private string? Find(string name) =>
        _classes.Select(storageClass => PathOf(name, storageClass)).FirstOrDefault(File.Exists);

    private string PathOf(string name, StorageClass storageClass) =>
        Path.Combine(Path.GetFullPath(root), NameOf(storageClass), name.Replace('/', Path.DirectorySeparatorChar));

    private static string NameOf(StorageClass storageClass) =>
        storageClass switch
        {
            StorageClass.Standard => "standard",
            StorageClass.Infrequent => "infrequent",
            StorageClass.Cold => "cold",
            _ => "deep",
        };

    // Each new folder's name is durable before anything is put into it.
    private static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }
        var parent = Path.GetDirectoryName(folder)!;
        MakeFolder(parent);
        Directory.CreateDirectory(folder);
        FolderSync.Run(parent);
    }

    private static void Place(string written, string path)
    {
        File.Move(written, path, overwrite: true);
        FolderSync.Run(Path.GetDirectoryName(path)!);
    }

    private sealed class Upload(string path) : ArchiveUpload
    {
        private readonly FileStream _file = new(path + Unfinished, FileMode.Create);

        public override Stream Content => _file;

        public override async Task CompleteAsync()
        {
            _file.Flush(flushToDisk: true);
            await _file.DisposeAsync();
            Place(path + Unfinished, path);
        }

        public override async ValueTask DisposeAsync()
        {
            await _file.DisposeAsync();
            File.Delete(path + Unfinished);
        }
    }
}
