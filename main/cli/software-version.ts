import packageFile from '../../package.json' with { type: 'json' }

/** "0.1.0", as reports and staff screens show it. */
export const softwareVersion: string = packageFile.version
