/** What PyTorch calls activation functions; `linear` is none. */
export const activationNames: Readonly<Record<string, string>> = {
  relu: 'torch.relu',
  tanh: 'torch.tanh',
  sigmoid: 'torch.sigmoid',
  softplus: 'F.softplus',
  gelu: 'gelu',
  silu: 'F.silu',
  exp: 'torch.exp',
  square: 'torch.square',
  abs: 'torch.abs',
  reciprocal: 'torch.reciprocal',
  rsqrt: 'torch.rsqrt',
};
