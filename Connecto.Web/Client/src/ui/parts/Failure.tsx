/** What went wrong, read out as it comes. */
export const Failure = ({ text }: { text: string | null }) =>
  text === null ? null : (
    <p role="alert" className="failure">
      {text}
    </p>
  );
