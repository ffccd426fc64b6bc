import { screensJa } from './screens-ja.ts'

/** What operators and technicians read: Japanese is the source, English the only other language. */
export const ja = {
  ...screensJa,

  // Faults: for the operator what is the matter and what to do, for the technician where to look
  'fault.code-reader-missing.operator': 'コードリーダーが見つかりません。電源とケーブルを見てください。',
  'fault.code-reader-missing.technician':
    '設定したポートまたはUSB機器がありません。ケーブル、udevの名前、リーダーのインターフェース設定（USB-CDC／HID POS）を確かめます。',
  'fault.code-reader-lost.operator': 'コードリーダーの接続が切れました。自動でつなぎ直しています。',
  'fault.code-reader-lost.technician':
    '通信中に切れました。くり返すときはコネクターのゆるみ、ハブの電力、ケーブルの傷みを調べます。',
  'fault.code-reader-silent.operator':
    'コードリーダーが長い間読み取っていません。窓をふいて、見本の用紙で試してください。',
  'fault.code-reader-silent.technician':
    '応答はありますが読み取りがありません。窓の汚れ、照明、トリガーの設定（常時または感知）を確かめます。',
  'fault.code-reader-garbled.operator': 'コードリーダーの文字が乱れています。技術者に知らせてください。',
  'fault.code-reader-garbled.technician':
    'JIS配列とUS配列のずれ、またはボーレート・パリティの違いです。シリアル（USB-CDC）かHID POSに設定し直します。',
  'fault.code-reader-no-permission.operator':
    'コードリーダーを開く権限がありません。技術者に知らせてください。',
  'fault.code-reader-no-permission.technician':
    'サービスの利用者がdialoutグループまたはudev規則に入っていません。導入手順の「機器」を見て設定し、サービスを再起動します。',
  'fault.code-reader-held.operator':
    '別のプログラムがコードリーダーを使っています。ブースを再起動してください。',
  'fault.code-reader-held.technician':
    'ポートが他のプロセスに占有されています。lsof または fuser で調べて止めます。ModemManager もよくある原因です。',
  'fault.code-reader-keeps-failing.operator':
    'コードリーダーがくり返し止まっています。点検を手配してください。',
  'fault.code-reader-keeps-failing.technician':
    'つなぎ直しの上限に達しました。記録で最初の故障を確かめ、ケーブル、ハブ、リーダーの順に取り替えて試します。',
  'fault.camera-missing.operator': 'カメラが見つかりません。電源とケーブルを見てください。',
  'fault.camera-missing.technician':
    '設定した名前のカメラがありません。USBの木と設定のラベルを見くらべます。',
  'fault.camera-lost.operator': 'カメラの接続が切れました。自動でつなぎ直しています。',
  'fault.camera-lost.technician':
    '通信中に切れました。くり返すときはケーブルの長さ、ハブの電力、USBの自動サスペンドを調べます。',
  'fault.camera-frozen.operator': 'カメラの画が止まっています。自動で始めなおしています。',
  'fault.camera-frozen.technician': '新しい画が届いていません。USBの帯域、温度、ファームウェアを確かめます。',
  'fault.camera-denied.operator': 'カメラを使う許可がありません。技術者に知らせてください。',
  'fault.camera-denied.technician':
    'ブラウザーの許可（VideoCaptureAllowedUrls）またはvideoグループの設定です。',
  'fault.camera-held.operator': '別のプログラムがカメラを使っています。ブースを再起動してください。',
  'fault.camera-held.technician': '/dev/video* を使うプロセスを fuser で調べて止めます。',
  'fault.camera-capture-failed.operator': '写真が撮れませんでした。続くときはブースを再起動してください。',
  'fault.camera-capture-failed.technician':
    '撮影の指示に画が返りません。モード、焦点、記憶カード、電池・電源を確かめます。',
  'fault.camera-too-small.operator': 'カメラの画素が足りません。技術者に知らせてください。',
  'fault.camera-too-small.technician':
    '申請に要る480×618画素の肖像が切り出せません。解像度の設定を上げるか、機種を替えます。',
  'fault.camera-keeps-failing.operator': 'カメラがくり返し止まっています。点検を手配してください。',
  'fault.camera-keeps-failing.technician':
    'つなぎ直しの上限に達しました。記録で最初の故障を確かめ、ケーブル、ハブ、カメラの順に取り替えて試します。',
  'fault.printer-missing.operator': 'プリンターが見つかりません。控えは画面のQRコードで渡しています。',
  'fault.printer-missing.technician':
    'CUPSのキューまたはUSB機器がありません。電源、ケーブル、キューの名前を確かめます。',
  'fault.printer-out-of-paper.operator':
    'プリンターの紙を補充してください。控えは画面のQRコードで渡しています。',
  'fault.printer-out-of-paper.technician':
    '紙があるのに続くときは、紙切れセンサーとロールの向きを確かめます。',
  'fault.printer-jam.operator': 'プリンターの紙づまりを取り除いてください。',
  'fault.printer-jam.technician': 'カッターと排出口を確かめます。くり返すときはローラーを清掃します。',
  'fault.printer-cover-open.operator': 'プリンターのふたを閉めてください。',
  'fault.printer-cover-open.technician': '閉めても続くときは、ふたのスイッチを確かめます。',
  'fault.printer-stopped.operator': 'プリンターが止まっています。プリンターを入れ直してください。',
  'fault.printer-stopped.technician': 'CUPSのキューが停止しています。記録を見て cupsenable で再開します。',
  'fault.printer-keeps-failing.operator': 'プリンターがくり返し止まっています。点検を手配してください。',
  'fault.printer-keeps-failing.technician':
    '再開の上限に達しました。記録で最初の故障を確かめ、ケーブルとプリンターを取り替えて試します。',
  'fault.payment-missing.operator': 'お金の機械が見つかりません。電源とケーブルを見てください。',
  'fault.payment-missing.technician':
    '設定したポートに応答がありません。電源、ケーブル、アドレスを確かめます。',
  'fault.payment-jam.operator': 'お金の機械が詰まっています。取り除いてください。',
  'fault.payment-jam.technician': '通路とセンサーを確かめ、詰まったお金を記録して返します。',
  'fault.payment-no-change.operator': 'おつりを補充してください。',
  'fault.payment-no-change.technician': 'チューブの残量と設定の下限を確かめます。',
  'fault.payment-keeps-failing.operator': 'お金の機械がくり返し止まっています。点検を手配してください。',
  'fault.payment-keeps-failing.technician':
    'つなぎ直しの上限に達しました。記録で最初の故障を確かめ、ケーブルと本体を取り替えて試します。',
  'fault.lamp-missing.operator': '照明の制御が見つかりません。写真は撮れます。',
  'fault.lamp-missing.technician': '制御器のポートに応答がありません。電源とケーブルを確かめます。',
  'fault.lamp-failed.operator': '照明がつきません。電球または照明器具を取り替えてください。',
  'fault.lamp-failed.technician': '指示に対して明るさが変わりません。器具、電源、制御器の順に確かめます。',
  'fault.lamp-keeps-failing.operator': '照明の制御がくり返し止まっています。次の訪問で点検してください。',
  'fault.lamp-keeps-failing.technician':
    'つなぎ直しの上限に達しました。ケーブルと制御器を取り替えて試します。',
  'fault.sensor-missing.operator': '人の感知器が見つかりません。受付はできます。',
  'fault.sensor-missing.technician': '設定したポートに応答がありません。電源とケーブルを確かめます。',
  'fault.sensor-keeps-failing.operator': '人の感知器がくり返し止まっています。次の訪問で点検してください。',
  'fault.sensor-keeps-failing.technician':
    'つなぎ直しの上限に達しました。ケーブルと感知器を取り替えて試します。',
} as const satisfies Readonly<Record<string, string>>
