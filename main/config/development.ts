import { join } from 'node:path'
import { Config } from './schema.ts'

/**
 * The booth of `npm start`: every device simulated, the intake on this machine, nothing outside `folder`.
 * `intakePort` is where the development intake listens; 0 where it is not known yet.
 */
export const developmentConfig = (folder: string, intakePort: number): Config =>
  Config.parse({
    version: 1,
    development: true,
    booth: {
      id: 'development-1',
      name: '17号機 駅北口',
      counter: {
        name: '町役場 町民課',
        address: '本町1丁目1番1号',
        phone: '000-000-0000',
        hours: '8:30–17:15',
      },
    },
    intake: { url: `http://127.0.0.1:${intakePort}`, keysFolder: join(folder, 'keys') },
    devices: {
      codeReader: { driver: 'simulator' },
      camera: { driver: 'simulator' },
      printer: { driver: 'simulator' },
      payment: { driver: 'simulator' },
      lamp: { driver: 'simulator' },
      sensor: { driver: 'simulator' },
    },
    storage: { folder: join(folder, 'state') },
    journal: { folder: join(folder, 'log') },
    service: { listen: { on: 'port', port: 0 }, nightlyRestart: null },
  })
