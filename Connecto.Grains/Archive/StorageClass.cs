namespace Connecto.Archive;

/// <summary>How seldom a file is expected to be read: what is read less may be kept more cheaply.</summary>
public enum StorageClass : short
{
    Standard = 0,
    Infrequent = 1,
    Cold = 2,
    Deep = 3,
}
