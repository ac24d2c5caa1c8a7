namespace Connecto.Grains.Tests.Runtime;

[CollectionDefinition("runtime")]
public sealed class RuntimeCollection : ICollectionFixture<RuntimeCluster>;
