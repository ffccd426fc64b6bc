import type { ja } from './ja.ts'
import { screensEn } from './screens-en.ts'

export const en: Readonly<Record<keyof typeof ja, string>> = {
  ...screensEn,

  // Faults
  'fault.code-reader-missing.operator': 'The code reader is not found. Look at its power and cable.',
  'fault.code-reader-missing.technician':
    'The configured port or USB device is absent. Check the cable, the udev name and the reader’s interface setting (USB-CDC or HID POS).',
  'fault.code-reader-lost.operator':
    'The code reader was disconnected. It is being connected again by itself.',
  'fault.code-reader-lost.technician':
    'The connection broke while in use. If it repeats, look for a loose connector, a weak hub or a worn cable.',
  'fault.code-reader-silent.operator':
    'The code reader has read nothing for long. Wipe its window and try a sample form.',
  'fault.code-reader-silent.technician':
    'It answers but reads nothing. Check its window, its light and the trigger setting (continuous or presentation).',
  'fault.code-reader-garbled.operator': 'The code reader sends garbled text. Tell the technician.',
  'fault.code-reader-garbled.technician':
    'A mix-up of the JIS and US layouts, or of baud rate or parity. Set the reader to serial (USB-CDC) or HID POS.',
  'fault.code-reader-no-permission.operator': 'The booth may not open the code reader. Tell the technician.',
  'fault.code-reader-no-permission.technician':
    'The service’s user is missing from group dialout or from the udev rule. Set it as the deployment guide says and restart the service.',
  'fault.code-reader-held.operator': 'Another program holds the code reader. Restart the booth.',
  'fault.code-reader-held.technician':
    'The port is held by another process. Find it with lsof or fuser. ModemManager is a frequent cause.',
  'fault.code-reader-keeps-failing.operator': 'The code reader keeps failing. Arrange a visit.',
  'fault.code-reader-keeps-failing.technician':
    'The limit of reconnections is reached. See the first fault in the journal, then exchange cable, hub and reader in turn.',
  'fault.camera-missing.operator': 'The camera is not found. Look at its power and cable.',
  'fault.camera-missing.technician':
    'No camera has the configured label. Compare the USB tree with the label in the configuration.',
  'fault.camera-lost.operator': 'The camera was disconnected. It is being connected again by itself.',
  'fault.camera-lost.technician':
    'The connection broke while in use. If it repeats, check cable length, hub power and USB autosuspend.',
  'fault.camera-frozen.operator': 'The camera’s picture stands still. It is being started again by itself.',
  'fault.camera-frozen.technician': 'No new frames arrive. Check USB bandwidth, temperature and firmware.',
  'fault.camera-denied.operator': 'The booth may not use the camera. Tell the technician.',
  'fault.camera-denied.technician': 'Set the browser policy (VideoCaptureAllowedUrls) or the group video.',
  'fault.camera-held.operator': 'Another program holds the camera. Restart the booth.',
  'fault.camera-held.technician': 'Find the process that uses /dev/video* with fuser and stop it.',
  'fault.camera-capture-failed.operator': 'A picture could not be taken. If it repeats, restart the booth.',
  'fault.camera-capture-failed.technician':
    'The release gave no picture. Check mode, focus, memory card and power.',
  'fault.camera-too-small.operator': 'The camera has too few pixels. Tell the technician.',
  'fault.camera-too-small.technician':
    'The portrait of 480 × 618 pixels cannot be cropped from it. Raise its resolution or exchange the model.',
  'fault.camera-keeps-failing.operator': 'The camera keeps failing. Arrange a visit.',
  'fault.camera-keeps-failing.technician':
    'The limit of reconnections is reached. See the first fault in the journal, then exchange cable, hub and camera in turn.',
  'fault.printer-missing.operator': 'The printer is not found. Slips are shown as QR codes.',
  'fault.printer-missing.technician':
    'The CUPS queue or the USB device is absent. Check power, cable and the name of the queue.',
  'fault.printer-out-of-paper.operator': 'Refill the printer’s paper. Slips are shown as QR codes.',
  'fault.printer-out-of-paper.technician':
    'If there is paper, check the paper sensor and the way the roll lies.',
  'fault.printer-jam.operator': 'Clear the paper jam in the printer.',
  'fault.printer-jam.technician': 'Check cutter and outlet. If it repeats, clean the rollers.',
  'fault.printer-cover-open.operator': 'Close the printer’s cover.',
  'fault.printer-cover-open.technician': 'If it stays, check the switch of the cover.',
  'fault.printer-stopped.operator': 'The printer has stopped. Switch it off and on.',
  'fault.printer-stopped.technician': 'The CUPS queue is stopped. See its log and resume it with cupsenable.',
  'fault.printer-keeps-failing.operator': 'The printer keeps failing. Arrange a visit.',
  'fault.printer-keeps-failing.technician':
    'The limit of restarts is reached. See the first fault in the journal, then exchange cable and printer.',
  'fault.payment-missing.operator': 'The payment unit is not found. Look at its power and cable.',
  'fault.payment-missing.technician':
    'Nothing answers on the configured port. Check power, cable and address.',
  'fault.payment-jam.operator': 'The payment unit is jammed. Clear it.',
  'fault.payment-jam.technician': 'Check the path and its sensors; record and give back what was stuck.',
  'fault.payment-no-change.operator': 'Refill the change.',
  'fault.payment-no-change.technician': 'Check the level of the tubes against the configured minimum.',
  'fault.payment-keeps-failing.operator': 'The payment unit keeps failing. Arrange a visit.',
  'fault.payment-keeps-failing.technician':
    'The limit of reconnections is reached. See the first fault in the journal, then exchange cable and unit.',
  'fault.lamp-missing.operator': 'The lamp’s control is not found. Pictures can still be taken.',
  'fault.lamp-missing.technician': 'Nothing answers on the controller’s port. Check power and cable.',
  'fault.lamp-failed.operator': 'The lamp does not light. Exchange it.',
  'fault.lamp-failed.technician':
    'The light does not follow the command. Check fitting, power and controller in turn.',
  'fault.lamp-keeps-failing.operator': 'The lamp’s control keeps failing. Check it at the next visit.',
  'fault.lamp-keeps-failing.technician':
    'The limit of reconnections is reached. Exchange cable and controller.',
  'fault.sensor-missing.operator': 'The presence sensor is not found. The booth still serves.',
  'fault.sensor-missing.technician': 'Nothing answers on the configured port. Check power and cable.',
  'fault.sensor-keeps-failing.operator': 'The presence sensor keeps failing. Check it at the next visit.',
  'fault.sensor-keeps-failing.technician':
    'The limit of reconnections is reached. Exchange cable and sensor.',
}
