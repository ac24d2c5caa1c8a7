namespace Connecto.Archive;

/// <summary>
/// Where archives are kept. A name is a path of plain parts, <c>messages/123/…</c>. A file is there whole or not at all,
/// and once it is, a power failure does not take it.
/// </summary>
internal interface IArchiveFiles
{
    /// <summary>Begins a file; there is nothing under its name until it is completed.</summary>
    ArchiveUpload Create(string name, StorageClass storageClass);

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    Stream Open(string name);

    /// <summary>Moves a file to another class; one that is there already stays.</summary>
    void Move(string name, StorageClass storageClass);

    /// <summary>
    /// Removes all files of an archive: whatever is named so and on from a dot, also where it was only begun or is there in
    /// several classes. Half of it done is gone on with when it is called again.
    /// </summary>
    void RemoveAll(string name);
}

/// <summary>A file that is being written; disposing of it before it is completed leaves nothing.</summary>
internal abstract class ArchiveUpload : IAsyncDisposable
{
    public abstract Stream Content { get; }

    /// <summary>The file is there, durably, once this ends.</summary>
    public abstract Task CompleteAsync();

    public abstract ValueTask DisposeAsync();
}
