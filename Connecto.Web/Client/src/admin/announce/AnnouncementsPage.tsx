import { Megaphone } from 'lucide-react';
import { type SubmitEvent, useRef, useState } from 'react';
import { usePages } from '../../ui/app/usePages';
import { useLanguage } from '../../ui/language';
import { Button } from '../../ui/parts/Button';
import { Empty } from '../../ui/parts/Empty';
import { Choice, Field } from '../../ui/parts/Field';
import { Listing } from '../../ui/parts/Listing';
import { PathLink } from '../../ui/route/Link';
import { Section } from '../../ui/settings/Section';
import { Page } from '../../ui/shell/Page';
import { momentOf } from '../../ui/times';
import { ActDialog } from '../act/ActDialog';
import { useAdmin } from '../app/AdminContext';
import { UserLink } from '../app/UserLink';
import { useNames } from '../app/useNames';
import { detailOf } from '../audit/detail';
import { placePath, targetPlace } from '../route';
import { useAdminTexts } from '../texts';

/** Tells everybody, or one planet; below is what was told before. */
export default function AnnouncementsPage() {
  const t = useAdminTexts();
  const { language } = useLanguage();
  const { api } = useAdmin();
  const query = usePages(['announcements'], (page) =>
    api.route('GET', '/admin/audit', { query: { ...page, action: 'announcement.make' } }),
  );
  const names = useNames(query.data?.pages.flatMap(({ items }) => items.map((entry) => entry.actorId)) ?? []);
  return (
    <Page title={t.nav.announcements} icon={Megaphone}>
      <Section title={t.announce.new}>
        <AnnounceForm />
      </Section>
      <Section title={t.announce.before}>
        <Listing query={query} empty={<Empty icon={Megaphone} title={t.announce.none} />} className="rows">
          {(entry) => (
            <li key={entry.id} className="row-card entry">
              <p className="told">{new Map(detailOf(entry.detail)).get('text')}</p>
              <p className="quiet facts">
                {entry.actorId && <UserLink id={entry.actorId} names={names} />}
                <Whom target={entry.target} />
                <time dateTime={entry.at}>{momentOf(entry.at, language)}</time>
              </p>
            </li>
          )}
        </Listing>
      </Section>
    </Page>
  );
}

function Whom({ target }: { target: string | undefined }) {
  const t = useAdminTexts().announce;
  const place = targetPlace(target);
  return place ? <PathLink path={placePath(place)}>{t.inPlanet}</PathLink> : <span>{t.everybody}</span>;
}

/** 128 random bits. */
const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16)).join('-');

function AnnounceForm() {
  const t = useAdminTexts().announce;
  const { api } = useAdmin();
  const [text, setText] = useState('');
  const [whom, setWhom] = useState<'everybody' | 'planet'>('everybody');
  const [planetId, setPlanetId] = useState('');
  const [asking, setAsking] = useState(false);
  // One for each announcement, so that pressing again after a failure does not make it twice.
  const key = useRef({ of: '', id: '' });
  const send = async () => {
    const body = { text: text.trim(), ...(whom === 'planet' && { planetId: planetId.trim() }) };
    const of = JSON.stringify(body);
    if (key.current.of !== of) key.current = { of, id: newKey() };
    await api.route('POST', '/admin/announcements', { body: { ...body, clientMessageId: key.current.id } });
    key.current = { of: '', id: '' };
    setText('');
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsking(true);
  };
  return (
    <>
      <form className="section-form announce-form" onSubmit={onSubmit}>
        <label className="field">
          {t.text}
          <textarea
            className="input"
            rows={4}
            required
            maxLength={4_000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <Choice
          label={t.whom}
          value={whom}
          options={[
            ['everybody', t.everybody],
            ['planet', t.onePlanet],
          ]}
          onChoice={setWhom}
        />
        {whom === 'planet' && (
          <Field label={t.planetId} required inputMode="numeric" pattern="\s*\d{1,19}\s*" value={planetId} onText={setPlanetId} />
        )}
        <Button type="submit" look="primary" icon={Megaphone} disabled={!text.trim()}>
          {t.send}
        </Button>
      </form>
      {asking && (
        <ActDialog
          title={t.new}
          action={t.send}
          audited="announcement.make"
          work={send}
          onClose={() => setAsking(false)}
        >
          <p>{whom === 'planet' ? t.askPlanet(planetId.trim()) : t.askEverybody}</p>
          <blockquote className="told">{text.trim()}</blockquote>
        </ActDialog>
      )}
    </>
  );
}
