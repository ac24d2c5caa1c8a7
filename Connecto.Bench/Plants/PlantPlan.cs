namespace Connecto.Bench.Plants;

/// <summary>
/// What a plant is made of. Without silos there is one web node, which hosts the grains itself; with them there is a
/// cluster. What a fault needs and this machine does not have is left out before.
/// </summary>
internal sealed record PlantPlan(int Silos, int Webs, bool CutsNetwork, bool FillsDisk, bool StepsClocks);
