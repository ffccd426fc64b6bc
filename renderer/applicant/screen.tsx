import type { Screen } from '../../main/service/contract.ts'
import { Capture } from './capture.tsx'
import { Choose } from './choose.tsx'
import { ConfirmForm } from './confirm-form.tsx'
import { DateOfBirth } from './date-of-birth.tsx'
import { Done } from './done.tsx'
import { Eligibility } from './eligibility.tsx'
import { Farewell } from './farewell.tsx'
import { Notice } from './notice.tsx'
import { Options } from './options.tsx'
import { OutOfService } from './out-of-service.tsx'
import { Pay } from './pay.tsx'
import { Position } from './position.tsx'
import { Prepare } from './prepare.tsx'
import { Review } from './review.tsx'
import { Scan } from './scan.tsx'
import { Submit } from './submit.tsx'
import { Welcome } from './welcome.tsx'

/** One file a screen, one screen a state of the session. */
export function CurrentScreen({ screen }: Readonly<{ screen: Screen }>) {
  switch (screen.name) {
    case 'out-of-service':
      return <OutOfService screen={screen} />
    case 'welcome':
      return <Welcome />
    case 'notice':
      return <Notice />
    case 'scan':
      return <Scan screen={screen} />
    case 'confirm-form':
      return <ConfirmForm screen={screen} />
    case 'date-of-birth':
      return <DateOfBirth screen={screen} />
    case 'eligibility':
      return <Eligibility screen={screen} />
    case 'options':
      return <Options screen={screen} />
    case 'prepare':
      return <Prepare screen={screen} />
    case 'pay':
      return <Pay screen={screen} />
    case 'position':
      return <Position screen={screen} />
    case 'capture':
      return <Capture screen={screen} />
    case 'choose':
      return <Choose screen={screen} />
    case 'review':
      return <Review screen={screen} />
    case 'submit':
      return <Submit screen={screen} />
    case 'done':
      return <Done screen={screen} />
    case 'farewell':
      return <Farewell screen={screen} />
  }
}
