import { Settings } from 'lucide-react';
import { useMe } from '../app/useMe';
import { useApp } from '../app/AppContext';
import { useTexts } from '../language';
import { Button } from '../parts/Button';
import { Spinner } from '../parts/Spinner';
import { Page } from '../shell/Page';
import { AccountSection } from './AccountSection';
import { AppearanceSection } from './AppearanceSection';
import { BlocksSection } from './BlocksSection';
import { NotificationsSection } from './NotificationsSection';
import { PasswordForm } from './PasswordForm';
import { PrivacySection } from './PrivacySection';
import { ProfileForm } from './ProfileForm';
import { Section } from './Section';
import { SessionsSection } from './SessionsSection';
import '../style/pages.css';

export default function SettingsPage() {
  const t = useTexts();
  const { session } = useApp();
  const me = useMe();
  if (!me) return <Spinner />;
  return (
    <Page
      title={t.settings.title}
      icon={Settings}
      actions={<Button onClick={() => void session.logOut()}>{t.logOut}</Button>}
    >
      <Section title={t.settings.profile}>
        <ProfileForm me={me} />
      </Section>
      <Section title={t.settings.appearance}>
        <AppearanceSection />
      </Section>
      <Section title={t.settings.privacy}>
        <PrivacySection me={me} />
      </Section>
      <Section title={t.settings.notifications}>
        <NotificationsSection />
      </Section>
      <Section title={t.settings.sessions}>
        <SessionsSection />
      </Section>
      <Section title={t.settings.security}>
        <PasswordForm />
      </Section>
      <Section title={t.people.blocked}>
        <BlocksSection />
      </Section>
      <Section title={t.settings.account}>
        <AccountSection isAdmin={me.roles.includes('admin')} />
      </Section>
    </Page>
  );
}
