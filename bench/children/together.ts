import type { Child } from './child.js';

/** Children that end together. */
export class Together {
  private readonly children: Child[] = [];

  /** Waits for a child to be ready, and keeps it until the end. */
  async with<Started extends { readonly child: Child }>(starting: Promise<Started>): Promise<Started> {
    const started = await starting;
    this.children.push(started.child);
    return started;
  }

  async close(): Promise<void> {
    await Promise.all(this.children.map((child) => child.close()));
  }
}

/** Does work with children that are there for as long as it lasts, however it ends. */
export async function withChildren<R>(work: (children: Together) => Promise<R>): Promise<R> {
  const children = new Together();
  try {
    return await work(children);
  } finally {
    await children.close();
  }
}
