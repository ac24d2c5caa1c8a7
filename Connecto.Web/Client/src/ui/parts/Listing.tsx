import { type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { failureText, useTexts } from '../language';
import { Button } from './Button';
import { Failure } from './Failure';
import { Spinner } from './Spinner';

interface ListingProps<T> {
  query: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;
  /** Stands for the list while it has nothing. */
  empty: ReactNode;
  className?: string;
  children: (item: T) => ReactNode;
}

/** A list that the server gives page by page: while it loads, when it fails, when there is nothing, and what there is. */
export function Listing<T>({ query, empty, className, children }: ListingProps<T>) {
  const t = useTexts();
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  if (isPending) return <Spinner />;
  if (error && !data) {
    return (
      <div className="empty">
        <Failure text={failureText(error, t)} />
        <Button onClick={() => void refetch()}>{t.retry}</Button>
      </div>
    );
  }
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0 && !hasNextPage) return <>{empty}</>;
  return (
    <>
      <ul className={className}>{items.map(children)}</ul>
      {hasNextPage && (
        <Button look="quiet" wide disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.loadMore}
        </Button>
      )}
    </>
  );
}
