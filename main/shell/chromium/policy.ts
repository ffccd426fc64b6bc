/** Where Debian's Chromium reads mandatory policies. */
export const policyFile = '/etc/chromium/policies/managed/machinaka.json'

/** "Blocked", as Chromium's content settings number it. */
const blocked = 2

/**
 * Chromium's policies for a booth on a fixed loopback port: only our own page, only the camera, and nothing
 * that leads out of it. Names after chromeenterprise.google/policies.
 */
export function chromiumPolicy(port: number): Readonly<Record<string, unknown>> {
  const origins = [`http://127.0.0.1:${port}`, `http://localhost:${port}`]
  return {
    URLBlocklist: ['*'],
    URLAllowlist: origins,
    VideoCaptureAllowed: false,
    VideoCaptureAllowedUrls: origins,
    AudioCaptureAllowed: false,
    ScreenCaptureAllowed: false,
    DefaultClipboardSetting: blocked,
    DefaultGeolocationSetting: blocked,
    DefaultNotificationsSetting: blocked,
    DefaultPopupsSetting: blocked,
    DefaultSensorsSetting: blocked,
    DefaultSerialGuardSetting: blocked,
    DefaultWebBluetoothGuardSetting: blocked,
    DefaultWebHidGuardSetting: blocked,
    DefaultWebUsbGuardSetting: blocked,
    DefaultFileSystemReadGuardSetting: blocked,
    DefaultFileSystemWriteGuardSetting: blocked,
    DefaultLocalFontsSetting: blocked,
    DefaultWindowManagementSetting: blocked,
    AllowFileSelectionDialogs: false,
    // 3: no download at all; 2: developer tools nowhere.
    DownloadRestrictions: 3,
    DeveloperToolsAvailability: 2,
    PrintingEnabled: false,
    TaskManagerEndProcessEnabled: false,
    ExtensionInstallBlocklist: ['*'],
    BrowserAddPersonEnabled: false,
    BrowserGuestModeEnabled: false,
    BrowserSignin: 0,
    IncognitoModeAvailability: 1,
    SyncDisabled: true,
    PasswordManagerEnabled: false,
    AutofillAddressEnabled: false,
    AutofillCreditCardEnabled: false,
    SpellcheckEnabled: false,
    TranslateEnabled: false,
    SearchSuggestEnabled: false,
    MetricsReportingEnabled: false,
    SafeBrowsingProtectionLevel: 0,
    BackgroundModeEnabled: false,
    BookmarkBarEnabled: false,
    EditBookmarksEnabled: false,
    AllowDinosaurEasterEgg: false,
    SavingBrowserHistoryDisabled: true,
    AllowDeletingBrowserHistory: true,
    PromptForDownloadLocation: false,
    ShowFullUrlsInAddressBar: false,
    AutoplayAllowed: true,
  }
}
