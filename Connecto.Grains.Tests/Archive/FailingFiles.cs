using Connecto.Archive;

namespace Connecto.Tests.Archive;

/// <summary>Files whose n-th use fails, and all that follow, as when a disk is full or a process ends there.</summary>
internal sealed class FailingFiles(IArchiveFiles files, int failsAt) : IArchiveFiles
{
    private int _uses;

    public bool HasFailed => _uses > failsAt;

    /// <summary>Runs when a file is complete.</summary>
    public Func<string, Task> Completed { get; set; } = _ => Task.CompletedTask;

    public ArchiveUpload Create(string name, StorageClass storageClass)
    {
        Use();
        return new Upload(this, name, files.Create(name, storageClass));
    }

    public Stream Open(string name)
    {
        Use();
        return files.Open(name);
    }

    public void Move(string name, StorageClass storageClass)
    {
        Use();
        files.Move(name, storageClass);
    }

    public void RemoveAll(string name)
    {
        Use();
        files.RemoveAll(name);
    }

    private void Use()
    {
        if (_uses++ >= failsAt)
        {
            throw new IOException("No space left on device");
        }
    }

    private sealed class Upload(FailingFiles owner, string name, ArchiveUpload upload) : ArchiveUpload
    {
        public override Stream Content => upload.Content;

        public override async Task CompleteAsync()
        {
            owner.Use();
            await upload.CompleteAsync();
            await owner.Completed(name);
        }

        public override ValueTask DisposeAsync() => upload.DisposeAsync();
    }
}
