import type { Language } from '../../../locales/languages.ts'
import type { Key } from '../../../locales/messages.ts'

/**
 * What official channels say that concerns an applicant at a booth, and where the booth says it. `words`
 * must be found in the texts of the keys taken together: enough to notice when a fact is edited away.
 * The telephone lines are configuration; facts.test.ts compares them with the same texts.
 */
export type Fact = Readonly<{
  fact: string
  source: 'individual-number-card.txt' | `domain.md §${string}`
  keys: readonly Key[]
  words: Readonly<Record<Language, RegExp>>
}>

const everywhere = (pattern: RegExp): Readonly<Record<Language, RegExp>> => ({
  ja: pattern,
  'ja-easy': pattern,
  en: pattern,
  'zh-Hans': pattern,
  ko: pattern,
  es: pattern,
  pt: pattern,
})

const card = 'individual-number-card.txt'

export const facts: readonly Fact[] = [
  {
    fact: 'One applies by smartphone, by computer, at a photo booth or by mail.',
    source: card,
    keys: ['welcome.title', 'out-of-service.smartphone', 'out-of-service.computer', 'out-of-service.mail'],
    words: {
      ja: /ここで申請.*スマートフォン.*パソコン.*郵便/su,
      'ja-easy': /ここで もうしこ.*スマートフォン.*パソコン.*郵便/su,
      en: /here.*smartphone.*computer.*mail/su,
      'zh-Hans': /这里.*智能手机.*电脑.*邮寄/su,
      ko: /여기서.*스마트폰.*컴퓨터.*우편/su,
      es: /aquí.*celular.*computadora.*correo/su,
      pt: /aqui.*celular.*computador.*correio/su,
    },
  },
  {
    fact: 'One needs the application form that came with the notification; its QR code is at the lower right.',
    source: 'domain.md §1.5',
    keys: ['welcome.form', 'welcome.qr', 'welcome.no-form'],
    words: {
      ja: /交付申請書.*右下.*窓口/su,
      'ja-easy': /交付申請書.*右下.*役所/su,
      en: /Application form.*lower right.*office/su,
      'zh-Hans': /交付申请书.*右下角.*窗口/su,
      ko: /교부신청서.*오른쪽 아래.*창구/su,
      es: /Formulario de solicitud.*abajo a la derecha.*municipio/su,
      pt: /Formulário de pedido.*inferior direito.*prefeitura/su,
    },
  },
  {
    fact: 'The form filled in by hand, the voice code of the notice and the code on the back of the card do not serve.',
    source: 'domain.md §2.4',
    keys: [
      'welcome.not-handwritten',
      'welcome.not-voice-code',
      'welcome.not-card-back',
      'scan.refusal.my-number.say',
    ],
    words: {
      ja: /手書き.*左下.*裏.*すぐに消しました/su,
      'ja-easy': /手で 書く.*左下.*うら.*すぐ 消しました/su,
      en: /by hand.*Square.*Back.*erased at once/su,
      'zh-Hans': /手写.*左下角.*背面.*立即删除/su,
      ko: /손으로.*왼쪽 아래.*뒷면.*바로 지웠/su,
      es: /a mano.*Cuadrado.*Reverso.*se borró al instante/su,
      pt: /à mão.*Quadrado.*Verso.*apagado na hora/su,
    },
  },
  {
    fact: 'Whoever moved or changed the name may use the form; a new one from the municipality is the safe way for foreign residents.',
    source: 'domain.md §1.5',
    keys: ['confirm-form.changed-say', 'confirm-form.changed-foreign'],
    words: {
      ja: /このまま 申請できます.*在留期間/su,
      'ja-easy': /このまま すすめます.*在留期間/su,
      en: /You can go on.*period of stay/su,
      'zh-Hans': /可以继续.*在留期间/su,
      ko: /진행할 수 있습니다.*재류 기간/su,
      es: /Puede seguir.*período de estancia/su,
      pt: /Pode continuar.*período de permanência/su,
    },
  },
  {
    fact: 'The name printed on the form has to be the applicant’s own: the forms of a family look alike.',
    source: 'domain.md §2.4',
    keys: ['confirm-form.name', 'confirm-form.name-say'],
    words: {
      ja: /ご本人のもの.*ご家族/su,
      'ja-easy': /あなたの 名前.*家族/su,
      en: /yours.*family/su,
      'zh-Hans': /本人的姓名.*家人/su,
      ko: /본인의 이름.*가족/su,
      es: /el suyo.*familia/su,
      pt: /o seu.*família/su,
    },
  },
  {
    fact: 'A foreign resident’s card is valid to the end of the period of stay, but for Highly Skilled Professional (ii), Permanent Resident and Special Permanent Resident.',
    source: card,
    keys: ['eligibility.foreign.say'],
    words: {
      ja: /満了日.*高度専門職2号.*永住者.*特別永住者/su,
      'ja-easy': /さいごの 日.*高度専門職2号.*永住者.*特別永住者/su,
      en: /end of your period of stay.*Highly Skilled Professional \(ii\).*Permanent Resident.*Special Permanent Resident/su,
      'zh-Hans': /届满日.*高度专门职2号.*永住者.*特别永住者/su,
      ko: /만료일.*고도전문직 2호.*영주자.*특별영주자/su,
      es: /fin de su período de estancia.*altamente cualificado \(ii\).*residente permanente.*permanente especial/su,
      pt: /fim do seu período de permanência.*altamente qualificado \(ii\).*residente permanente.*permanente especial/su,
    },
  },
  {
    fact: 'Who is extending the period of stay, or whose period ends before the card is likely to be ready, applies after the extension.',
    source: card,
    keys: ['eligibility.foreign.extension'],
    words: {
      ja: /更新を 申請中.*認められてから/su,
      'ja-easy': /のばして いる人.*のばしたあとで/su,
      en: /extending.*before the card.*after the extension has been approved/su,
      'zh-Hans': /申请延长.*获准之后/su,
      ko: /연장을 신청 중.*허가된 뒤/su,
      es: /prorrogando.*aprueben la prórroga/su,
      pt: /renovando.*renovação for aprovada/su,
    },
  },
  {
    fact: 'Under one year of age the card carries no photo; apply at the counter. Express issue is at the counter only.',
    source: 'domain.md §1.4',
    keys: ['eligibility.under-one.title', 'eligibility.under-one.say', 'help.welcome'],
    words: {
      ja: /1歳未満.*窓口.*写真が 付きません.*特急発行/su,
      'ja-easy': /1さい.*役所.*写真は ありません.*特急発行/su,
      en: /Under one.*counter.*no photo.*Express/su,
      'zh-Hans': /未满1岁.*窗口.*没有照片.*特急发行/su,
      ko: /1세 미만.*창구.*사진이 없습니다.*특급 발급/su,
      es: /Menores de un año.*ventanilla.*no lleva foto.*urgente/su,
      pt: /Menores de um ano.*balcão.*não leva foto.*urgente/su,
    },
  },
  {
    fact: 'Under 15 a legal representative comes along to collect the card, and there is no signature certificate.',
    source: 'domain.md §1.4',
    keys: [
      'eligibility.under-fifteen.say',
      'eligibility.under-fifteen.certificate',
      'done.collect.representative',
    ],
    words: {
      ja: /法定代理人.*署名用.*15歳/su,
      'ja-easy': /法定代理人.*署名用.*15さい/su,
      en: /legal representative.*signature certificate.*15/su,
      'zh-Hans': /法定代理人.*署名用.*15岁/su,
      ko: /법정대리인.*서명용.*15세/su,
      es: /representante legal.*certificado de firma.*15/su,
      pt: /representante legal.*certificado de assinatura.*15/su,
    },
  },
  {
    fact: 'Renewal of the electronic certificates alone is no application for a card: it is done at the counter.',
    source: 'domain.md §2.4',
    keys: ['scan.no-form-say'],
    words: {
      ja: /電子証明書だけの 更新も 窓口/u,
      'ja-easy': /電子証明書だけを 新しく するときも 役所/u,
      en: /electronic certificates alone/u,
      'zh-Hans': /只更新电子证书也请到窗口/u,
      ko: /전자증명서만 갱신/u,
      es: /certificados electrónicos por sí solos/u,
      pt: /apenas dos certificados eletrônicos/u,
    },
  },
  {
    fact: 'Applying is free; the photo has its price.',
    source: 'domain.md §1.3',
    keys: ['welcome.application', 'welcome.free', 'pay.application-free'],
    words: {
      ja: /無料/u,
      'ja-easy': /0円/u,
      en: /Free/u,
      'zh-Hans': /免费/u,
      ko: /무료/u,
      es: /Gratis/u,
      pt: /Grátis/u,
    },
  },
  {
    fact: 'Who cannot meet the photo conditions may apply, phones afterwards with the reason and the form ID, and may be asked again at collection.',
    source: 'domain.md §3.3',
    keys: ['prepare.special-reason.say', 'prepare.special-reason.phone', 'slip.special-reason'],
    words: {
      ja: /信仰.*病気.*電話.*理由.*申請書ID.*窓口でも/su,
      'ja-easy': /宗教.*病気.*電話.*わけ.*申請書ID.*役所でも/su,
      en: /faith.*illness.*call.*reason.*ID.*ask again/su,
      'zh-Hans': /信仰.*疾病.*拨打.*理由.*申请书ID.*再次询问/su,
      ko: /신앙.*질병.*전화.*이유.*申請書ID.*다시 물을/su,
      es: /fe.*enfermedad.*llame.*motivo.*申請書ID.*otra vez/su,
      pt: /fé.*doença.*ligue.*motivo.*申請書ID.*de novo/su,
    },
  },
  {
    fact: 'The municipality sends the Notice of Issuance, a post card, about a month after the application (the time is configuration).',
    source: card,
    keys: ['done.notice.title', 'done.notice.say', 'slip.notice'],
    words: everywhere(/\{duration\}.*(?:交付通知書|Notice of Issuance)/su),
  },
  {
    fact: 'It takes longer where something in the application is not right.',
    source: card,
    keys: ['slip.longer'],
    words: {
      ja: /もっとかかる/u,
      'ja-easy': /もっと かかります/u,
      en: /longer/u,
      'zh-Hans': /更长/u,
      ko: /더 걸립니다/u,
      es: /Tarda más/u,
      pt: /Demora mais/u,
    },
  },
  {
    fact: 'Bring the Notice of Issuance, identity documents, the notification card (if received before May 2020), the Basic Resident Registration Card and the old Individual Number Card (if owned).',
    source: card,
    keys: [
      'done.bring.notice',
      'done.bring.identity',
      'done.bring.notification-card',
      'done.bring.resident-card',
      'done.bring.old-card',
    ],
    words: {
      ja: /交付通知書.*本人確認.*通知カード（2020年5月より前.*住民基本台帳カード.*マイナンバーカード/su,
      'ja-easy':
        /交付通知書.*本人確認.*通知カード（2020年5月より 前.*住民基本台帳カード.*マイナンバーカード/su,
      en: /Notice of Issuance.*identity document.*before May 2020.*Basic Resident Registration Card.*old Individual Number Card/su,
      'zh-Hans': /交付通知書.*身份证件.*2020年5月之前.*住民基本台账卡.*旧的个人编号卡/su,
      ko: /交付通知書.*본인 확인.*2020년 5월 전에.*주민기본대장카드.*이전 마이넘버 카드/su,
      es: /aviso de emisión.*documento de identidad.*antes de mayo de 2020.*Registro Básico de Residentes.*My Number anterior/su,
      pt: /aviso de emissão.*documento de identidade.*antes de maio de 2020.*Registro Básico de Residentes.*My Number antigo/su,
    },
  },
  {
    fact: 'Identity, first group: one of eleven documents (the certificate of driving history from 1 April 2012 on; the Basic Resident Registration Card with photo).',
    source: card,
    keys: [
      'done.identity.one.title',
      'done.identity.one.resident-card',
      'done.identity.one.licence',
      'done.identity.one.driving-history',
      'done.identity.one.passport',
      'done.identity.one.physical-disability',
      'done.identity.one.mental-disability',
      'done.identity.one.rehabilitation',
      'done.identity.one.residence-card',
      'done.identity.one.special-permanent-resident',
      'done.identity.one.temporary-refuge',
      'done.identity.one.provisional-stay',
    ],
    words: {
      ja: /1点.*写真つき.*2012年4月1日/su,
      'ja-easy': /1つ.*写真が あるもの.*2012年4月1日/su,
      en: /One of these.*with photo.*1 April 2012/su,
      'zh-Hans': /1件.*带照片.*2012年4月1日/su,
      ko: /1점.*사진 있는 것.*2012년 4월 1일/su,
      es: /Uno.*con foto.*1 de abril de 2012/su,
      pt: /Um destes.*com foto.*1º de abril de 2012/su,
    },
  },
  {
    fact: 'Identity, second group: two documents with name and date of birth, or name and address, that the mayor considers appropriate; six examples.',
    source: card,
    keys: [
      'done.identity.two.title',
      'done.identity.two.say',
      'done.identity.two.health-insurance',
      'done.identity.two.pension',
      'done.identity.two.employee',
      'done.identity.two.student',
      'done.identity.two.school',
      'done.identity.two.medical',
    ],
    words: {
      ja: /2点.*氏名と生年月日.*氏名と住所.*認める/su,
      'ja-easy': /2つ.*名前と 生まれた日.*名前と 住所/su,
      en: /Two documents.*name and date of birth, or name and address.*accepts/su,
      'zh-Hans': /2件.*姓名和出生日期.*姓名和住址.*认可/su,
      ko: /2점.*이름과 생년월일.*이름과 주소.*인정/su,
      es: /dos.*nombre y fecha de nacimiento, o nombre y dirección.*acepte/su,
      pt: /dois.*nome e data de nascimento, ou nome e endereço.*aceite/su,
    },
  },
  {
    fact: 'Keep the application form: questions are answered by its ID until the card is there.',
    source: 'domain.md §2.1',
    keys: ['done.keep-form.title', 'done.keep-form.say', 'slip.keep-form', 'slip.ask-later'],
    words: {
      ja: /取っておいて.*問い合わせ/su,
      'ja-easy': /すてないで.*聞くとき/su,
      en: /Keep your application form.*questions/su,
      'zh-Hans': /保管好申请书.*咨询/su,
      ko: /보관해 주세요.*문의/su,
      es: /Guarde el formulario.*consultas/su,
      pt: /Guarde o formulário.*consultas/su,
    },
  },
  {
    fact: 'The Individual Number is valid for a lifetime and to be handled with care.',
    source: card,
    keys: ['done.keep-number'],
    words: {
      ja: /一生.*大切/u,
      'ja-easy': /ずっと.*大切/u,
      en: /for life.*care/u,
      'zh-Hans': /终身.*妥善/u,
      ko: /평생.*소중히/u,
      es: /toda la vida.*cuidado/u,
      pt: /vida toda.*Cuide/u,
    },
  },
  {
    fact: 'Callers check the number: calls to a wrong one are frequent. Loss and theft are taken day and night. Closed 29 December to 3 January. The Navi-Dial line is charged.',
    source: card,
    keys: ['phone.check-number', 'phone.loss-always', 'phone.closed-new-year', 'phone.paid', 'phone.free'],
    words: {
      ja: /お確かめ.*紛失・盗難は 24時間.*12\/29〜1\/3.*通話料.*無料/su,
      'ja-easy': /よく 見て 電話.*なくしたとき：いつでも.*12月29日.*お金が かかります.*無料/su,
      en: /check the number.*day and night.*29 Dec – 3 Jan.*charged.*Free/su,
      'zh-Hans': /核对号码.*24小时.*12月29日至1月3日.*通话费.*免费/su,
      ko: /번호를 잘 확인.*24시간.*12월 29일~1월 3일.*통화료.*무료/su,
      es: /Compruebe bien el número.*día y noche.*29 dic\. al 3 ene.*de pago.*Gratis/su,
      pt: /Confira bem o número.*dia e noite.*29\/12 a 3\/1.*paga.*Grátis/su,
    },
  },
]
