import { createRequire } from 'node:module';
import type { Attribute, Binding } from './binding.js';

/** A node of a graph of TensorFlow. */
export interface GraphNode {
  readonly name: string;
  readonly operation: string;
  /** As `NAME:OUTPUT`. */
  readonly inputs: readonly string[];
  readonly attributes: readonly Attribute[];
}

/** The tag by which a graph is found in its file. */
export const tag = 'serve';

/** The format of graphs since 2018; TensorFlow reads those that are up to a version of its own. */
const producer = 1000;

/** A message of TensorFlow's protocol, by its setters. */
type Message = Record<string, (...args: readonly unknown[]) => Message> & {
  set(key: string, value: Message): void;
  serializeBinary(): Uint8Array;
};
type Messages = Readonly<Record<string, (new () => Message) & Readonly<Record<string, new () => Message>>>>;

/** The messages that the package of the binding brings along. */
const messages = (): Messages =>
  createRequire(import.meta.url)('@tensorflow/tfjs-node/dist/proto/api_pb.js') as Messages;

/** A graph as the file that TensorFlow loads: a saved model of one graph. */
export function savedModel(nodes: readonly GraphNode[], binding: Binding): Uint8Array {
  const pb = messages();
  const versions = new pb.VersionDef();
  versions.setProducer(producer);
  const graph = new pb.GraphDef();
  graph.setVersions(versions);
  for (const node of nodes) graph.addNode(nodeOf(node, pb, binding));
  const info = new pb.MetaGraphDef.MetaInfoDef();
  info.addTags(tag);
  const meta = new pb.MetaGraphDef();
  meta.setMetaInfoDef(info);
  meta.setGraphDef(graph);
  const model = new pb.SavedModel();
  model.setSavedModelSchemaVersion(1);
  model.addMetaGraphs(meta);
  return model.serializeBinary();
}

function nodeOf({ name, operation, inputs, attributes }: GraphNode, pb: Messages, binding: Binding): Message {
  const node = new pb.NodeDef();
  node.setName(name);
  node.setOp(operation);
  node.setInputList([...inputs]);
  const map = node.getAttrMap();
  for (const attribute of attributes) map.set(attribute.name, messageOf(attribute, pb, binding));
  return node;
}

function messageOf({ type, value }: Attribute, pb: Messages, binding: Binding): Message {
  const message = new pb.AttrValue();
  if (Array.isArray(value)) {
    const list = new pb.AttrValue.ListValue();
    list.setIList([...value]);
    message.setList(list);
  } else if (type === binding.TF_ATTR_TYPE) message.setType(value);
  else if (type === binding.TF_ATTR_BOOL) message.setB(value);
  else if (type === binding.TF_ATTR_INT) message.setI(value);
  else if (type === binding.TF_ATTR_FLOAT) message.setF(value);
  else message.setS(new TextEncoder().encode(String(value)));
  return message;
}
