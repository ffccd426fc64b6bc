import type { Kysely } from 'kysely'
import type { BoothSigningKey } from '../contract.ts'
import type { Tables } from './schema.ts'
import type { BoothCertificate, EnrolledBooth } from './store.ts'

/** Who may send: booths, the keys they sign with, and the certificates they call with. */
export class BoothRegister {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  /** Adds to what the booth has: what it signed with an older key may still be under way. */
  async enrol(booth: {
    boothId: string
    key: BoothSigningKey
    certificate?: BoothCertificate
  }): Promise<void> {
    const { boothId, key, certificate } = booth
    await this.#db.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('booths')
        .values({ booth_id: boothId, enrolled_at: new Date().toISOString(), revoked_at: null })
        .onConflict((conflict) => conflict.column('booth_id').doUpdateSet({ revoked_at: null }))
        .execute()
      await transaction
        .insertInto('booth_keys')
        .values({ kid: key.kid, booth_id: boothId, x: key.x, revoked_at: null })
        .onConflict((conflict) => conflict.column('kid').doNothing())
        .execute()
      if (certificate)
        await transaction
          .insertInto('booth_certificates')
          .values({
            fingerprint: certificate.fingerprint,
            booth_id: boothId,
            expires_at: certificate.expiresAt,
          })
          .onConflict((conflict) => conflict.column('fingerprint').doNothing())
          .execute()
    })
  }

  async revoke(boothId: string): Promise<boolean> {
    const revokedAt = new Date().toISOString()
    return await this.#db.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('booths')
        .set({ revoked_at: revokedAt })
        .where('booth_id', '=', boothId)
        .executeTakeFirst()
      await transaction
        .updateTable('booth_keys')
        .set({ revoked_at: revokedAt })
        .where('booth_id', '=', boothId)
        .execute()
      await transaction.deleteFrom('booth_certificates').where('booth_id', '=', boothId).execute()
      return numUpdatedRows > 0n
    })
  }

  async booths(): Promise<readonly EnrolledBooth[]> {
    const rows = await this.#db.selectFrom('booths').selectAll().orderBy('booth_id').execute()
    return rows.map((row) => enrolled(row))
  }

  async booth(boothId: string): Promise<EnrolledBooth | undefined> {
    const row = await this.#db
      .selectFrom('booths')
      .selectAll()
      .where('booth_id', '=', boothId)
      .executeTakeFirst()
    return row && enrolled(row)
  }

  async boothOfCertificate(fingerprint: string): Promise<EnrolledBooth | undefined> {
    const row = await this.#db
      .selectFrom('booth_certificates')
      .innerJoin('booths', 'booths.booth_id', 'booth_certificates.booth_id')
      .select(['booths.booth_id', 'enrolled_at', 'revoked_at'])
      .where('fingerprint', '=', fingerprint)
      .where('expires_at', '>', new Date().toISOString())
      .executeTakeFirst()
    return row && enrolled(row)
  }

  async signingKey(kid: string, boothId: string): Promise<{ x: string; revoked: boolean } | undefined> {
    const row = await this.#db
      .selectFrom('booth_keys')
      .select(['x', 'revoked_at'])
      .where('kid', '=', kid)
      .where('booth_id', '=', boothId)
      .executeTakeFirst()
    return row && { x: row.x, revoked: row.revoked_at !== null }
  }
}

const enrolled = (row: {
  booth_id: string
  enrolled_at: string
  revoked_at: string | null
}): EnrolledBooth => ({
  boothId: row.booth_id,
  enrolledAt: row.enrolled_at,
  revokedAt: row.revoked_at,
})
